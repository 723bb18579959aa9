package mastodon

// Attachment is a picture.
type Attachment struct {
	ID          string  `json:"id"`
	Type        string  `json:"type"`
	URL         *string `json:"url"`
	PreviewURL  *string `json:"preview_url"`
	RemoteURL   *string `json:"remote_url"`
	TextURL     *string `json:"text_url"`
	Meta        Meta    `json:"meta"`
	Description *string `json:"description"`
	Blurhash    *string `json:"blurhash"`
}

// Meta is the shape of a picture, and the point of it to keep in sight.
type Meta struct {
	Original *Extent `json:"original,omitempty"`
	Small    *Extent `json:"small,omitempty"`
	Focus    *Focus  `json:"focus,omitempty"`
}

// Extent is a size in pixels.
type Extent struct {
	Width  int     `json:"width"`
	Height int     `json:"height"`
	Size   string  `json:"size"`
	Aspect float64 `json:"aspect"`
}

// Focus is from -1 to 1 each way, (0,0) the middle.
type Focus struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}
