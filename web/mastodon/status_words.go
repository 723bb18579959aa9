package mastodon

import (
	"bytes"

	"consilium/community"
)

// wordsKey names what was made of a post: with other pictures, behind a warning, or
// around another post, it is something else.
type wordsKey struct {
	post, of     community.PostID
	bare, veiled bool
}

// The bytes that are kept of what was made of posts and actors.
const (
	wordsShelf   = 24 << 20
	accountShelf = 8 << 20
)

// statusWords is what a post says to everybody who may see it, made once for each stamp.
func (s *API) statusWords(c *call, p community.Post) *StatusWords {
	key := wordsKey{post: p.ID, bare: len(p.Media) == 0, veiled: p.Sensitive}
	if made, kept := s.madeWords.Find(key, p.Stamp); kept && p.Stamp != 0 {
		return made
	}
	made := s.newWords(p)
	if p.Audience.Kind == community.Public || p.Audience.Kind == community.Unlisted { // other pictures are behind a link for one token
		made.media, _ = plain(s.attachments(c, p))
	}
	return s.keepWords(key, p.Stamp, made)
}

// boostWords are those of a boost, which apps show as the post it repeats.
func (s *API) boostWords(c *call, p, of community.Post) *StatusWords {
	key, stamp := wordsKey{post: p.ID, of: of.ID, veiled: of.Sensitive}, p.Stamp+of.Stamp // both only grow
	if made, kept := s.madeWords.Find(key, stamp); kept && p.Stamp != 0 && of.Stamp != 0 {
		return made
	}
	made, inner := s.newWords(p), s.statusWords(c, of)
	made.URL, made.Sensitive, made.SpoilerText, made.Language = inner.URL, inner.Sensitive, inner.SpoilerText, inner.Language
	made.RepliesCount, made.ReblogsCount, made.FavouritesCount = inner.RepliesCount, inner.ReblogsCount, inner.FavouritesCount
	return s.keepWords(key, stamp, made)
}

func (s *API) keepWords(key wordsKey, stamp int64, made *StatusWords) *StatusWords {
	if stamp == 0 {
		return made
	}
	text, err := plain(made)
	if err != nil {
		return made
	}
	made.text = bytes.TrimSuffix(bytes.TrimPrefix(text, []byte("{")), []byte("}"))
	s.madeWords.Put(key, stamp, made, 700+len(made.Content)+len(made.text)+len(made.media))
	return made
}

func (s *API) newWords(p community.Post) *StatusWords {
	words := &StatusWords{
		ID: community.FormatID(p.ID), CreatedAt: date(p.Published), Sensitive: p.Sensitive, SpoilerText: p.Warning,
		Visibility: visibilityOf(p.Audience.Kind), LocalOnly: p.Audience.Restricted(), Language: maybe(p.Language),
		URI: p.IRI.String(), URL: p.IRI.String(), RepliesCount: p.Replies, ReblogsCount: p.Announces, FavouritesCount: p.Likes,
		EditedAt: maybeDate(p.Edited), Content: p.Titled().String(), Tags: s.tags(p), Emojis: s.emojis(p.Emoji),
	}
	if !p.URL.IsZero() {
		words.URL = p.URL.String()
	}
	return words
}

// accountKey names what was made of an actor: in which language, under which rules, and
// with what was proved.
type accountKey struct {
	actor            community.ActorID
	language, proved string
	limited, bare    bool
}

// keptAccount is an actor as everybody sees it, made once for each stamp.
func (s *API) keptAccount(c *call, a community.Actor) Account {
	if a.Stamp == 0 {
		return s.newAccount(c, a)
	}
	key := accountKey{actor: a.ID, language: c.printer.Language()}
	key.limited, _ = s.store.Silenced(c.Context(), a)
	rejected, err := s.store.RejectsMedia(c.Context(), a)
	key.bare = rejected || err != nil
	if a.Credential != nil {
		for _, f := range s.provedField(c, a) {
			key.proved = f.Name + "\n" + f.Value
		}
	}
	if made, kept := s.madeAccounts.Find(key, a.Stamp); kept {
		return made
	}
	made := s.newAccount(c, a)
	made.text, _ = plain(made)
	s.madeAccounts.Put(key, a.Stamp, made, 1000+2*len(made.text))
	return made
}
