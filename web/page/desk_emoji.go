package page

// DeskEmoji is the page GET /desk/emoji: the institution's own emoji. POST there with
// the fields shortcode and picture (a file) adds one, POST /desk/emoji/{id}/remove takes
// one off the list.
type DeskEmoji struct {
	List []EmojiRow
	// Shortcode is what was typed.
	Shortcode string
	Problems  Problems
}

func (v DeskEmoji) meta(p *Printer) meta { return meta{"desk-emoji", p.T("emoji.title"), "desk"} }

// EmojiRow is one of them.
type EmojiRow struct{ ID, Shortcode string }
