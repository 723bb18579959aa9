package mastodon

// Attachment is a picture, video or sound. URL is null while it is not ready.
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

// Extent is a size in pixels, and how long it lasts in seconds.
type Extent struct {
	Width    int     `json:"width,omitempty"`
	Height   int     `json:"height,omitempty"`
	Size     string  `json:"size,omitempty"`
	Aspect   float64 `json:"aspect,omitempty"`
	Duration float64 `json:"duration,omitempty"`
}

// Focus is from -1 to 1 each way, (0,0) the middle.
type Focus struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}
