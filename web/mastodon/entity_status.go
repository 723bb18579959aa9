package mastodon

// Status is a post, or a reblog of one.
type Status struct {
	ID                 string       `json:"id"`
	CreatedAt          string       `json:"created_at"`
	InReplyToID        *string      `json:"in_reply_to_id"`
	InReplyToAccountID *string      `json:"in_reply_to_account_id"`
	Sensitive          bool         `json:"sensitive"`
	SpoilerText        string       `json:"spoiler_text"`
	Visibility         string       `json:"visibility"`
	LocalOnly          bool         `json:"local_only"`
	Language           *string      `json:"language"`
	URI                string       `json:"uri"`
	URL                string       `json:"url"`
	RepliesCount       int          `json:"replies_count"`
	ReblogsCount       int          `json:"reblogs_count"`
	FavouritesCount    int          `json:"favourites_count"`
	QuotesCount        int          `json:"quotes_count"`
	EditedAt           *string      `json:"edited_at"`
	Favourited         bool         `json:"favourited"`
	Reblogged          bool         `json:"reblogged"`
	Muted              bool         `json:"muted"`
	Bookmarked         bool         `json:"bookmarked"`
	Pinned             bool         `json:"pinned"`
	Content            string       `json:"content"`
	Text               *string      `json:"text,omitempty"`
	Filtered           []struct{}   `json:"filtered"`
	Reblog             *Status      `json:"reblog"`
	Application        *struct{}    `json:"application"`
	Account            Account      `json:"account"`
	MediaAttachments   []Attachment `json:"media_attachments"`
	Mentions           []Mention    `json:"mentions"`
	Tags               []StatusTag  `json:"tags"`
	Emojis             []Emoji      `json:"emojis"`
	Card               *struct{}    `json:"card"`
	Poll               *Poll        `json:"poll"`
	// Quote is a Quote, a ShallowQuote or nothing.
	Quote         any            `json:"quote"`
	QuoteApproval *QuoteApproval `json:"quote_approval"`
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
	Poll             *struct{}    `json:"poll"`
	Quote            *struct{}    `json:"quote"`
	MediaAttachments []Attachment `json:"media_attachments"`
	Emojis           []Emoji      `json:"emojis"`
}
