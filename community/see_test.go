package community_test

import (
	"testing"

	"consilium/community"
)

// viewers in the order of the columns of TestCanSee.
var viewers = []struct {
	name   string
	viewer community.Viewer
	sight  community.Sight
}{
	{"visitor", community.Viewer{}, community.Sight{}},
	{"visitor who claims", community.Viewer{Local: true, Clinical: standing("physician", 4), ReadsCases: true}, community.Sight{Follows: true, Mentioned: true}},
	{"member", community.Viewer{Actor: 5, Local: true, ReadsCases: true}, community.Sight{}},
	{"member, app without cases:read", community.Viewer{Actor: 5, Local: true}, community.Sight{}},
	{"member who follows", community.Viewer{Actor: 5, Local: true, ReadsCases: true}, community.Sight{Follows: true}},
	{"member who is named", community.Viewer{Actor: 5, Local: true, ReadsCases: true}, community.Sight{Mentioned: true}},
	{"remote", community.Viewer{Actor: 9, Clinical: standing("physician", 4), ReadsCases: true}, community.Sight{}},
	{"remote who follows", community.Viewer{Actor: 9, ReadsCases: true}, community.Sight{Follows: true}},
	{"remote who is named", community.Viewer{Actor: 9, ReadsCases: true}, community.Sight{Mentioned: true}},
	{"author", community.Viewer{Actor: 1, Local: true, ReadsCases: true}, community.Sight{}},
	{"author, app without cases:read", community.Viewer{Actor: 1, Local: true}, community.Sight{}},
}

// Every audience with every viewer. What no rule opens is closed: the kinds whose
// proofs are not here yet, and kinds nobody knows.
func TestCanSee(t *testing.T) {
	seen := map[community.AudienceKind]string{
		//                      visitor claims member app follows named remote r-follows r-named author app
		community.Public:       "x       x      x      x   x       x     x      x         x       x      x",
		community.Unlisted:     "x       x      x      x   x       x     x      x         x       x      x",
		community.Followers:    ".       .      .      .   x       x     .      x         x       x      x",
		community.Direct:       ".       .      .      .   .       x     .      .         x       x      x",
		community.InstanceOnly: ".       .      x      .   x       x     .      .         .       x      .",
		community.Clinicians:   ".       .      .      .   .       .     .      .         .       x      .",
		community.GroupOnly:    ".       .      .      .   .       .     .      .         .       x      .",
		community.Named:        ".       .      .      .   .       .     .      .         .       x      .",
		"":                     ".       .      .      .   .       .     .      .         .       .      .",
		"everyone":             ".       .      .      .   .       .     .      .         .       x      .",
	}
	for _, kind := range kinds {
		cells := cells(seen[kind])
		for i, v := range viewers {
			p := community.Post{Author: 1, Audience: of(kind), Published: at(0)}
			if got := community.CanSee(v.viewer, p, v.sight); got != cells[i] {
				t.Errorf("%s, post for %q: %v, want %v", v.name, kind, got, cells[i])
			}
			for name, s := range closed(v.sight) {
				if community.CanSee(v.viewer, p, s) && (name != "blocked" || v.viewer.Actor != p.Author) {
					t.Errorf("%s, post for %q, %s: shown", v.name, kind, name)
				}
			}
			p.Deleted = at(1)
			if community.CanSee(v.viewer, p, v.sight) {
				t.Errorf("%s, tombstone for %q: shown", v.name, kind)
			}
		}
	}
}

func cells(row string) []bool {
	var out []bool
	for _, r := range row {
		if r != ' ' {
			out = append(out, r == 'x')
		}
	}
	return out
}

// closed are the sights that close every post.
func closed(s community.Sight) map[string]community.Sight {
	author, host, blocked := s, s, s
	author.AuthorClosed, host.HostSuspended, blocked.Blocked = true, true, true
	return map[string]community.Sight{"author closed": author, "host suspended": host, "blocked": blocked}
}

// A post without an author is nobody's, not the visitor's.
func TestNobodyIsNotTheAuthor(t *testing.T) {
	p := community.Post{Audience: of(community.InstanceOnly)}
	if community.CanSee(community.Viewer{ReadsCases: true}, p, community.Sight{}) {
		t.Error("a visitor is taken for the author of a post without one")
	}
}

// Who is named by an edit does not read what was said before it (S-PRIV-7).
func TestCanSeeVersions(t *testing.T) {
	const author, reader = 4, 5
	for _, kind := range kinds {
		p := community.Post{Author: author, Audience: community.Audience{Kind: kind}}
		if !community.CanSeeVersions(community.Viewer{Actor: author, Local: true}, p) {
			t.Errorf("%s: the author may not", kind)
		}
		fixed := kind == community.Direct || kind == community.Named
		if got := community.CanSeeVersions(community.Viewer{Actor: reader, Local: true}, p); got == fixed {
			t.Errorf("%s: a reader: %v", kind, got)
		}
		if got := community.CanSeeVersions(community.Viewer{}, community.Post{Audience: p.Audience}); got == fixed {
			t.Errorf("%s: nobody: %v", kind, got)
		}
	}
}

func TestCanReply(t *testing.T) {
	note, announce := community.Post{Kind: community.NotePost}, community.Post{Kind: community.AnnounceKind}
	for name, tt := range map[string]struct {
		v    community.Viewer
		p    community.Post
		want bool
	}{
		"member":       {community.Viewer{Actor: 5, Local: true}, note, true},
		"visitor":      {community.Viewer{}, note, false},
		"remote":       {community.Viewer{Actor: 5}, note, false},
		"nobody, here": {community.Viewer{Local: true}, note, false},
		"to a boost":   {community.Viewer{Actor: 5, Local: true}, announce, false},
	} {
		if got := community.CanReply(tt.v, tt.p); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// protocol.md 1.9: what is for all, and one's own for the own followers.
func TestCanAnnounce(t *testing.T) {
	for _, kind := range kinds {
		for _, own := range []bool{true, false} {
			by := community.ActorID(5)
			if own {
				by = 1
			}
			want := kind == community.Public || kind == community.Unlisted || kind == community.Followers && own
			p := community.Post{Author: 1, Kind: community.NotePost, Audience: of(kind)}
			if got := community.CanAnnounce(by, p); got != want {
				t.Errorf("post for %q, own %v: %v, want %v", kind, own, got, want)
			}
			boost, gone := p, p
			boost.Kind, gone.Deleted = community.AnnounceKind, at(1)
			if community.CanAnnounce(by, boost) || community.CanAnnounce(by, gone) {
				t.Errorf("post for %q: a boost or a tombstone may be repeated", kind)
			}
		}
	}
}

// S-PRIV-8: a counter never tells of a reply that its readers could not see.
func TestCountable(t *testing.T) {
	for _, reply := range kinds {
		for _, parent := range kinds {
			want := reply == community.Public || reply == community.Unlisted ||
				reply == parent && (reply == community.InstanceOnly || reply == community.Clinicians)
			if got := community.Countable(of(reply), of(parent)); got != want {
				t.Errorf("reply for %q under %q: %v, want %v", reply, parent, got, want)
			}
		}
	}
}
