package mastodon

// Status is a post, or a reblog of one: its words, and what of it is different for
// whoever asks, or depends on more than the post.
type Status struct {
	*StatusWords
	InReplyToID        *string        `json:"in_reply_to_id"`
	InReplyToAccountID *string        `json:"in_reply_to_account_id"`
	QuotesCount        int            `json:"quotes_count"`
	Favourited         bool           `json:"favourited"`
	Reblogged          bool           `json:"reblogged"`
	Muted              bool           `json:"muted"`
	Bookmarked         bool           `json:"bookmarked"`
	Pinned             bool           `json:"pinned"`
	Text               *string        `json:"text,omitempty"`
	Filtered           []FilterResult `json:"filtered"`
	Reblog             *Status        `json:"reblog"`
	Account            Account        `json:"account"`
	MediaAttachments   []Attachment   `json:"media_attachments"`
	Mentions           []Mention      `json:"mentions"`
	Poll               *Poll          `json:"poll"`
	// Quote is a Quote, a ShallowQuote or nothing.
	Quote         any            `json:"quote"`
	QuoteApproval *QuoteApproval `json:"quote_approval"`
}

// StatusWords are what a status says to everybody who may see it, and what is the same
// as long as the post has its stamp. They are shared: nobody changes them.
type StatusWords struct {
	ID              string      `json:"id"`
	CreatedAt       string      `json:"created_at"`
	Sensitive       bool        `json:"sensitive"`
	SpoilerText     string      `json:"spoiler_text"`
	Visibility      string      `json:"visibility"`
	LocalOnly       bool        `json:"local_only"`
	Language        *string     `json:"language"`
	URI             string      `json:"uri"`
	URL             string      `json:"url"`
	RepliesCount    int         `json:"replies_count"`
	ReblogsCount    int         `json:"reblogs_count"`
	FavouritesCount int         `json:"favourites_count"`
	EditedAt        *string     `json:"edited_at"`
	Content         string      `json:"content"`
	Tags            []StatusTag `json:"tags"`
	Emojis          []Emoji     `json:"emojis"`
	Card            *struct{}   `json:"card"`
	Application     *struct{}   `json:"application"`

	// text are the same fields as JSON, without the braces around them, media the
	// pictures where everybody finds them at the same address.
	text, media []byte
}

// Mention is somebody a post names.
type Mention struct {
	ID       string `json:"id"`
	Username string `json:"username"`
	URL      string `json:"url"`
	Acct     string `json:"acct"`
}

// StatusTag is a hashtag in a post.
type StatusTag struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// Context is what stands above and below a post.
type Context struct {
	Ancestors   []Status `json:"ancestors"`
	Descendants []Status `json:"descendants"`
}

// StatusSource is what the author typed.
type StatusSource struct {
	ID          string `json:"id"`
	Text        string `json:"text"`
	SpoilerText string `json:"spoiler_text"`
}

// StatusEdit is one version of a post.
type StatusEdit struct {
	Content          string       `json:"content"`
	SpoilerText      string       `json:"spoiler_text"`
	Sensitive        bool         `json:"sensitive"`
	CreatedAt        string       `json:"created_at"`
	Account          Account      `json:"account"`
	Poll             *EditPoll    `json:"poll"`
	Quote            any          `json:"quote"`
	MediaAttachments []Attachment `json:"media_attachments"`
	Emojis           []Emoji      `json:"emojis"`
}

// EditPoll is what a version of a post asks.
type EditPoll struct {
	Options []EditPollOption `json:"options"`
}

// EditPollOption is one of the answers.
type EditPollOption struct {
	Title string `json:"title"`
}
