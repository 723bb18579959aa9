package page

// Citing is how a case is cited and where it can be taken away.
type Citing struct {
	Text string
	// Base is the path of its files without what says their format.
	Base string
}
