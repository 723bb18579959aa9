package community

// Emoji is a picture that stands for a :shortcode: in a text or a name.
type Emoji struct {
	// Shortcode is what is written, without colons.
	Shortcode string
	// Image is where the picture lies: at its author's server for posts of others.
	Image IRI
}
