package page

// Hashtag is the page GET /tags/{tag}: what is public under a hashtag.
type Hashtag struct {
	Tag  string // without '#'
	List Posts
	// SignedIn says that the reader can follow the hashtag, Following that they do:
	// POST /tags/{tag}/follow and /unfollow.
	SignedIn, Following bool
}

func (v Hashtag) meta(p *Printer) meta {
	return meta{"hashtag", p.T("post.hashtag.title", "tag", v.Tag), ""}
}

// EmptyHashtag is for a hashtag nothing public carries.
func EmptyHashtag() Empty { return Empty{Text: "post.hashtag.empty"} }
