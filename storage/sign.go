package storage

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"time"

	"consilium/community"
)

// sign is what says whether a post is still the one that was read before, what CanSee
// must know of it, and what its stamp does not tell: the deeds of a viewer, and how many
// quote it.
type sign struct {
	id       community.PostID
	stamp    int64
	author   community.ActorID
	audience community.AudienceKind
	rest     string
	deeds    int
	quotes   int
}

// The deeds, as the statement adds them up.
const (
	deedLiked = 1 << iota
	deedBookmarked
	deedAnnounced
	deedPinned
	isNamed
	isDeleted
	isHidden
	isMuted
)

// post is as much of it as CanSee asks for.
func (s sign) post(v community.Viewer) community.Post {
	p := community.Post{ID: s.id, Author: s.author, Audience: audienceOf(s.audience, s.rest)}
	if s.deeds&isNamed != 0 {
		p.Mentions = []community.ActorID{v.Actor}
	}
	if s.deeds&isDeleted != 0 {
		p.Deleted = time.Unix(1, 0)
	}
	if s.deeds&isHidden != 0 {
		p.Hidden = time.Unix(1, 0)
	}
	return p
}

func (s sign) mark() Mark {
	return Mark{Liked: s.deeds&deedLiked != 0, Bookmarked: s.deeds&deedBookmarked != 0, Announced: s.deeds&deedAnnounced != 0,
		Pinned: s.deeds&deedPinned != 0, Muted: s.deeds&isMuted != 0}
}

// numberList is how an engine takes a list of numbers as one argument, so that the text
// of a statement is the same however many there are: a FROM for $2, and what writes it.
type numberList struct {
	from        string
	open, close byte
}

var (
	sqliteNumbers   = numberList{`json_each($2) AS n CROSS JOIN`, '[', ']'}
	postgresNumbers = numberList{`unnest($2::bigint[]) AS n (value) JOIN`, '{', '}'}
)

func (e engine) numbers() numberList {
	if e == postgres {
		return postgresNumbers
	}
	return sqliteNumbers
}

func textOfNumbers[T community.ID](l numberList, ids []T) string {
	text := make([]byte, 0, 20*len(ids)+2)
	text = append(text, l.open)
	for i, id := range ids {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendInt(text, int64(id), 10)
	}
	return string(append(text, l.close))
}

const (
	quotesOfPost = `(SELECT COUNT(*) FROM quote q JOIN open_post o ON o.id = q.post WHERE q.quoted = p.id AND q.quoted <> 0 AND q.state = 'accepted')`
	// What the viewer $1 did; visitors do nothing.
	noDeeds     = `CASE WHEN $1 <> 0 THEN 0 ELSE 0 END`
	deedsOnPost = `CASE WHEN EXISTS (SELECT 1 FROM liking k WHERE k.actor = $1 AND k.post = p.id) THEN 1 ELSE 0 END
		+ CASE WHEN EXISTS (SELECT 1 FROM bookmark k WHERE k.actor = $1 AND k.post = p.id) THEN 2 ELSE 0 END
		+ CASE WHEN EXISTS (SELECT 1 FROM post k WHERE k.of_post = p.id AND k.of_post <> 0 AND k.author = $1 AND k.deleted IS NULL) THEN 4 ELSE 0 END
		+ CASE WHEN EXISTS (SELECT 1 FROM pin k WHERE k.actor = $1 AND k.post = p.id) THEN 8 ELSE 0 END
		+ CASE WHEN EXISTS (SELECT 1 FROM mention k WHERE k.actor = $1 AND k.post = p.id) THEN 16 ELSE 0 END
		+ CASE WHEN EXISTS (SELECT 1 FROM conversation_mute k WHERE k.actor = $1 AND k.root = p.root) THEN 128 ELSE 0 END`
	stateOfPost = ` + CASE WHEN p.deleted IS NULL THEN 0 ELSE 32 END + CASE WHEN p.hidden IS NULL THEN 0 ELSE 64 END`
)

// signStatements are those of visitors and of members, by engine.
var signStatements = map[engine][2]string{
	sqlite:   {signsBy(sqliteNumbers, noDeeds), signsBy(sqliteNumbers, deedsOnPost)},
	postgres: {signsBy(postgresNumbers, noDeeds), signsBy(postgresNumbers, deedsOnPost)},
}

func signsBy(l numberList, deeds string) string {
	from := l.from
	return `SELECT p.id, p.stamp, p.author, p.audience, p.audience_rest, ` + deeds + stateOfPost + `, ` + quotesOfPost + ` FROM ` + from + ` post p ON p.id = n.value`
}

// signs reads the signs of posts; of unknown ones there is none.
func (s *Store) signs(ctx context.Context, viewer community.ActorID, ids []community.PostID) ([]sign, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	statement, args := signStatements[s.engine][0], []any{int64(viewer), textOfNumbers(s.engine.numbers(), ids)}
	if viewer != 0 {
		statement = signStatements[s.engine][1]
	}
	found := make([]sign, 0, len(ids))
	err := s.hotRows(ctx, statement, args, func(rows *sql.Rows) error {
		var one sign
		err := rows.Scan((*int64)(&one.id), &one.stamp, (*int64)(&one.author), (*string)(&one.audience), &one.rest, &one.deeds, &one.quotes)
		found = append(found, one)
		return err
	})
	return found, err
}

// The bytes that are kept of posts and actors that were read.
const (
	postShelf  = 16 << 20
	actorShelf = 8 << 20
)

// postsBySign gives posts as they are, those that changed read anew. They are shared:
// nobody changes them.
func (s *Store) postsBySign(ctx context.Context, signs []sign) (map[community.PostID]*community.Post, error) {
	found := make(map[community.PostID]*community.Post, len(signs))
	var missing []community.PostID
	for _, sign := range signs {
		if p, kept := s.posts.Find(sign.id, sign.stamp); kept {
			found[sign.id] = quotedBy(p, sign.quotes)
		} else {
			missing = append(missing, sign.id)
		}
	}
	read, err := postsByID(ctx, s.r, missing)
	for _, one := range read {
		p := new(one) // by itself: what is kept of one must not keep the others
		p.Media, p.Mentions, p.Tags, p.Citations = slices.Clip(p.Media), slices.Clip(p.Mentions), slices.Clip(p.Tags), slices.Clip(p.Citations)
		found[p.ID] = p
		s.posts.Put(p.ID, p.Stamp, p, sizeOfPost(*p))
	}
	return found, err
}

// quotedBy is a post with how many quote it now, which its stamp does not tell.
func quotedBy(p *community.Post, quotes int) *community.Post {
	if p.Quotes == quotes {
		return p
	}
	changed := *p
	changed.Quotes = quotes
	return &changed
}

// sizeOfPost is about what a post takes in memory.
func sizeOfPost(p community.Post) int {
	size := 1500 + len(p.Content.String()) + len(p.Source) + len(p.Title) + len(p.Warning)
	size += 600*(len(p.Media)+len(p.Withheld)) + 400*len(p.Citations) + 32*(len(p.Mentions)+len(p.Tags))
	if p.Case != nil {
		size += 4000 + 2*len(p.Content.String())
	}
	return size
}
