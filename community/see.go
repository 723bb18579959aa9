package community

// Viewer is who asks to see something. The zero Viewer is a visitor.
type Viewer struct {
	// Actor is the signed-in member, or the remote actor whose signature came
	// with the request; 0 for a visitor.
	Actor ActorID
	// Local says that the viewer is signed in here.
	Local bool
	// Clinical is what was proved of the viewer, as far as that lets them read what
	// is for clinicians; see Subject.Clinical.
	Clinical Standing
	// ReadsCases says that the way in carries restricted posts: always on our
	// own pages, in the client API only with the scope cases:read.
	ReadsCases bool
}

// Sight is what stands between a viewer and a post.
type Sight struct {
	// Follows says that the viewer is an accepted follower of the author.
	Follows bool
	// Mentioned says that the post names the viewer.
	Mentioned bool
	// Blocked says that either has blocked the other.
	Blocked bool
	// AuthorClosed says that the author is suspended or gone.
	AuthorClosed bool
	// HostSuspended says that the viewer's or author's server is suspended here.
	HostSuspended bool
}

// CanSee is the one judge of visibility. Queries may narrow what they fetch,
// but nothing is shown to anybody that this did not allow; a caller that cannot
// find out the Sight must answer no.
func CanSee(v Viewer, p Post, s Sight) bool {
	if s.AuthorClosed || s.HostSuspended || !p.Deleted.IsZero() {
		return false
	}
	if v.Actor != 0 && v.Actor == p.Author {
		return p.Audience.Kind != "" && (v.ReadsCases || !p.Audience.Restricted())
	}
	if s.Blocked {
		return false
	}
	if !p.Hidden.IsZero() { // until staff have looked at it, or its author changed it
		return false
	}
	switch p.Audience.Kind {
	case Public, Unlisted:
		return true
	case Followers:
		return v.Actor != 0 && (s.Follows || s.Mentioned)
	case Direct:
		return v.Actor != 0 && s.Mentioned
	case InstanceOnly:
		return v.Local && v.Actor != 0 && v.ReadsCases
	case Clinicians:
		return v.Local && v.Actor != 0 && v.ReadsCases && p.Audience.Reaches(v.Clinical)
	}
	return false
}

// CanSeeVersions says whether somebody who sees the post may read what it said
// before its edits. Where the post itself names its readers, an edit may have
// named new ones: what was said before was not said to them.
func CanSeeVersions(v Viewer, p Post) bool {
	switch p.Audience.Kind {
	case Direct, Named:
		return v.Actor != 0 && v.Actor == p.Author
	}
	return true
}

// CanReply says whether somebody who sees the post may answer it at all.
func CanReply(v Viewer, p Post) bool {
	return v.Local && v.Actor != 0 && p.Kind != AnnounceKind
}

// CanAnnounce says whether a post may be repeated to the viewer's followers:
// what is open to all, and one's own followers-only posts (protocol.md 1.9).
func CanAnnounce(by ActorID, p Post) bool {
	switch p.Audience.Kind {
	case Public, Unlisted:
		return p.Kind != AnnounceKind && p.Deleted.IsZero()
	case Followers:
		return p.Author == by && p.Kind != AnnounceKind && p.Deleted.IsZero()
	}
	return false
}

// Countable says whether a reply may move the public reply counter of its
// parent: only when whoever sees the parent could see the reply (S-PRIV-8).
func Countable(reply Audience, parent Audience) bool {
	switch reply.Kind {
	case Public, Unlisted:
		return true
	case InstanceOnly:
		return parent.Kind == InstanceOnly
	case Clinicians:
		return parent.Kind == Clinicians && reply.Admits(parent)
	}
	return false
}
