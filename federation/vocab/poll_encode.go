package vocab

// optionWire is a Note without a place of its own, as Mastodon writes it; the count of
// its replies is that of its votes (FEP-9967).
type optionWire struct {
	Type    string      `json:"type"`
	Name    string      `json:"name"`
	Replies repliesWire `json:"replies"`
}

type repliesWire struct {
	Type       string `json:"type"`
	TotalItems int64  `json:"totalItems"`
}

// pollWire are the members of a Question.
type pollWire struct {
	OneOf       []optionWire `json:"oneOf,omitempty"`
	AnyOf       []optionWire `json:"anyOf,omitempty"`
	EndTime     string       `json:"endTime,omitempty"`
	Closed      string       `json:"closed,omitempty"`
	VotersCount *int64       `json:"votersCount,omitempty"`
}

func wirePoll(p *Poll) pollWire {
	if p == nil {
		return pollWire{}
	}
	options := make([]optionWire, 0, len(p.Options))
	for _, o := range p.Options {
		options = append(options, optionWire{"Note", o.Name, repliesWire{"Collection", o.Votes}})
	}
	wire := pollWire{EndTime: stamp(p.EndTime), Closed: stamp(p.Closed), VotersCount: &p.Voters}
	if p.Multiple {
		wire.AnyOf = options
	} else {
		wire.OneOf = options
	}
	return wire
}

// Vote is the choice of one option in a poll: a Note that has a name instead of a
// content, so that nobody takes it for a reply (FEP-9967).
type Vote struct {
	ID, Actor string
	// To is the author of the poll, InReplyTo the Question, Name the text of the option.
	To, InReplyTo, Name string
}

type voteWire struct {
	contextMember
	ID           string   `json:"id"`
	Type         string   `json:"type"`
	AttributedTo string   `json:"attributedTo"`
	Name         string   `json:"name"`
	InReplyTo    string   `json:"inReplyTo"`
	To           []string `json:"to"`
}

func (v Vote) id() string { return v.ID }

func (v Vote) wire() (any, error) {
	if v.ID == "" || v.Actor == "" || v.To == "" || v.InReplyTo == "" || v.Name == "" {
		return nil, incomplete("vote", "name")
	}
	return voteWire{ID: v.ID, Type: "Note", AttributedTo: v.Actor, Name: v.Name, InReplyTo: v.InReplyTo, To: []string{v.To}}, nil
}

// Vote reads a Note as a vote; false when it says anything beside a name, or answers
// nothing.
func (o Object) Vote() (Vote, bool) {
	is := o.Type == "Note" && o.Name != "" && o.InReplyTo != "" && o.Content == "" && o.Case == nil && o.Source.Content == "" &&
		len(o.ContentMap) == 0 && len(o.Attachments) == 0
	return Vote{ID: o.ID, InReplyTo: o.InReplyTo, Name: o.Name}, is
}
