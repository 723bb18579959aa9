package vocab

import "time"

// maxOptions is how many options of a poll are read (Mastodon's FEDERATION.md).
const maxOptions = 500

// Poll is what a Question asks (FEP-9967).
type Poll struct {
	Options  []Option
	Multiple bool // anyOf rather than oneOf
	EndTime  time.Time
	Closed   time.Time // the zero time while the poll runs
	Voters   int64
}

// Option is one answer of a poll and how often it was chosen.
type Option struct {
	Name  string
	Votes int64
}

// poll is nil for anything but a Question with options.
func (n *Node) poll() *Poll {
	options := n.Children("oneOf")
	multiple := len(options) == 0
	if multiple {
		options = n.Children("anyOf")
	}
	if len(options) == 0 || n.Type() != "Question" {
		return nil
	}
	p := &Poll{Multiple: multiple, EndTime: n.Time("endTime"), Voters: n.count("votersCount"), Closed: n.closed()}
	for _, option := range first(options, maxOptions) {
		name, _ := option.natural("name")
		p.Options = append(p.Options, Option{clip(name, maxName), option.Child("replies").count("totalItems")})
	}
	return p
}

// closed may be a time or, as ActivityStreams also allows, a bare true, which
// is then dated by endTime or the last change.
func (n *Node) closed() time.Time {
	if !n.Bool("closed") {
		return n.Time("closed")
	}
	for _, member := range []string{"endTime", "updated", "published"} {
		if t := n.Time(member); !t.IsZero() {
			return t
		}
	}
	return time.Unix(0, 0).UTC()
}
