package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"consilium/community"
	"consilium/community/credential"
)

// actorColumns are the columns of an actorRow, in a statement that calls the
// table a.
const actorColumns = `a.id, a.iri, a.kind, a.name, a.host, a.user_id, a.local, a.display_name, a.pronouns, a.summary,
	a.summary_source, a.profession, a.specialty, a.avatar, a.avatar_iri, a.approves_followers, a.discoverable, a.indexable,
	a.url, a.inbox, a.shared_inbox, a.outbox, a.followers, a.following, a.featured, a.published, a.fetched, a.suspended,
	a.gone, a.revision, a.post_count, a.follower_count, a.following_count, a.credential, a.label,
	a.aliases, a.moved_to, a.moved, a.sanctions, a.header, a.header_iri, a.fields, a.emoji, a.policy, a.memorial,
	a.attribution_domains, a.featured_tags, a.moderators, a.implements, a.closed,
	a.hides_collections, a.posted, a.stamp`

type actorRow struct {
	bun.BaseModel `bun:"table:actor,alias:a"`

	ID                community.ActorID
	IRI               community.IRI
	Kind              community.ActorKind
	Name              string
	NameLower         string
	Host              string
	UserID            community.UserID `bun:",nullzero"`
	Local             bool
	DisplayName       string
	Pronouns          string
	Summary           community.SafeHTML
	SummarySource     string
	Profession        community.Profession
	Specialty         community.Specialty
	Avatar            community.MediaID
	AvatarIRI         community.IRI
	ApprovesFollowers bool
	Discoverable      bool
	Indexable         bool
	URL               community.IRI
	Inbox             community.IRI
	SharedInbox       community.IRI
	Outbox            community.IRI
	Followers         community.IRI
	Following         community.IRI
	Featured          community.IRI
	Published         stamp
	Fetched           stamp
	Suspended         stamp
	Gone              stamp
	Revision          int
	PostCount         int
	FollowerCount     int
	FollowingCount    int
	Credential        standingText
	Label             community.Profession
	Aliases           string
	MovedTo           community.IRI
	Moved             stamp
	Sanctions         sanctionText

	Header             community.MediaID
	HeaderIRI          community.IRI
	Fields             fieldText
	Emoji              emojiText
	Policy             policyText
	Memorial           bool
	AttributionDomains string
	FeaturedTags       community.IRI
	Moderators         community.IRI
	Implements         string
	Closed             bool
	HidesCollections   bool
	Posted             stamp
	Stamp              int64 `bun:",scanonly"`
}

func (r actorRow) actor() community.Actor {
	// Only what MakeHandle let through was stored.
	handle, _ := community.MakeHandle(r.Name, r.Host, "")
	return community.Actor{
		ID: r.ID, IRI: r.IRI, Kind: r.Kind, Handle: handle, User: r.UserID, Local: r.Local, URL: r.URL,
		Profile: community.Profile{
			DisplayName: r.DisplayName, Pronouns: r.Pronouns, Summary: r.Summary, SummarySource: r.SummarySource,
			Profession: r.Profession, Specialty: r.Specialty, Avatar: r.Avatar, AvatarIRI: r.AvatarIRI,
			ApprovesFollowers: r.ApprovesFollowers, Discoverable: r.Discoverable, Indexable: r.Indexable,
			Header: r.Header, HeaderIRI: r.HeaderIRI, Fields: r.Fields.fields(), Emoji: r.Emoji.emoji(), Policy: r.Policy.policy(),
			Memorial: r.Memorial, Closed: r.Closed, Bot: r.Kind == community.Service, AttributionDomains: words(r.AttributionDomains),
			HidesCollections: r.HidesCollections,
		},
		Inbox: r.Inbox, SharedInbox: r.SharedInbox, Outbox: r.Outbox, Followers: r.Followers, Following: r.Following,
		Featured: r.Featured, Published: r.Published.Time, Fetched: r.Fetched.Time, Suspended: r.Suspended.Time,
		Gone: r.Gone.Time, Revision: r.Revision, Stamp: r.Stamp, PostCount: r.PostCount, FollowerCount: r.FollowerCount,
		FollowingCount: r.FollowingCount, Posted: r.Posted.Time, Credential: r.Credential.of(r.Local), Label: r.Label,
		Aliases: splitAliases(r.Aliases), MovedTo: r.MovedTo, Moved: r.Moved.Time,
		Sanctions:    r.Sanctions.sanctions(),
		FeaturedTags: r.FeaturedTags, Moderators: r.Moderators, Implements: words(r.Implements),
	}
}

// standingText is a credential as it lies beside its actor.
type standingText string

// of reads it. What cannot be read, or does not say whose word it is where the
// actor is from elsewhere, is no credential.
func (t standingText) of(local bool) *credential.Credential {
	var c credential.Credential
	if t == "" || json.Unmarshal([]byte(t), &c) != nil || local != (c.Issuer == "") {
		return nil
	}
	return &c
}

func rowOfActor(a community.Actor) actorRow {
	return actorRow{
		ID: a.ID, IRI: a.IRI, Kind: a.Kind, Name: a.Handle.Name(), NameLower: strings.ToLower(a.Handle.Name()),
		Host: a.Handle.Host(), UserID: a.User, Local: a.Local, DisplayName: a.DisplayName, Pronouns: a.Pronouns,
		Summary: a.Summary, SummarySource: a.SummarySource, Profession: a.Profession, Specialty: a.Specialty,
		Avatar: a.Avatar, AvatarIRI: a.AvatarIRI, ApprovesFollowers: a.ApprovesFollowers, Discoverable: a.Discoverable,
		Indexable: a.Indexable, URL: a.URL, Inbox: a.Inbox, SharedInbox: a.SharedInbox, Outbox: a.Outbox,
		Followers: a.Followers, Following: a.Following, Featured: a.Featured, Published: at(a.Published),
		Fetched: at(a.Fetched), Suspended: at(a.Suspended), Gone: at(a.Gone), Revision: max(a.Revision, 1),
		MovedTo: a.MovedTo,
		Header:  a.Header, HeaderIRI: a.HeaderIRI, Fields: textOfFields(a.Fields), Emoji: textOfEmoji(a.Emoji), Policy: textOfPolicy(a.Policy),
		Memorial: a.Memorial, AttributionDomains: strings.Join(a.AttributionDomains, "\n"), FeaturedTags: a.FeaturedTags,
		Moderators: a.Moderators, Implements: strings.Join(a.Implements, "\n"), Closed: a.Closed,
		HidesCollections: a.HidesCollections, Posted: at(a.Posted),
	}
}

func actorsOf(rows []actorRow) []community.Actor {
	actors := make([]community.Actor, 0, len(rows))
	for _, r := range rows {
		actors = append(actors, r.actor())
	}
	return actors
}

// actorWhere reads the one actor that a condition on table a names.
func actorWhere(ctx context.Context, db reader, where string, args ...any) (community.Actor, error) {
	var row actorRow
	err := one(ctx, db, &row, `SELECT `+actorColumns+` FROM actor AS a WHERE `+where, args...)
	return row.actor(), err
}

// Actor gives an actor by number, suspended and gone ones too; ErrNotFound.
func (s *Store) Actor(ctx context.Context, id community.ActorID) (community.Actor, error) {
	known, err := s.acquainted(ctx, 0, []community.ActorID{id})
	a, there := known[id]
	if err == nil && !there {
		err = community.ErrNotFound
	}
	if err != nil {
		return community.Actor{}, fmt.Errorf("actor %d: %w", id, err)
	}
	return *a.Actor, nil
}

// ActorByIRI gives an actor by the identifier its home gave it; ErrNotFound.
func (s *Store) ActorByIRI(ctx context.Context, iri community.IRI) (community.Actor, error) {
	a, err := actorWhere(ctx, s.r, `a.iri = ?`, iri)
	if err == nil && !a.Admitted() {
		a, err = community.Actor{}, community.ErrNotFound
	}
	if err != nil {
		return a, fmt.Errorf("actor %s: %w", iri, err)
	}
	return a, nil
}

// ActorByHandle gives an actor by handle, whatever its letter case; one without
// a host is a member here. ErrNotFound, also for who was not let in yet.
func (s *Store) ActorByHandle(ctx context.Context, h community.Handle) (community.Actor, error) {
	a, err := actorWhere(ctx, s.r, `a.name_lower = ? AND a.host = ?`, strings.ToLower(h.Name()), h.Host())
	if err == nil && !a.Admitted() {
		a, err = community.Actor{}, community.ErrNotFound
	}
	if err != nil {
		return a, fmt.Errorf("actor @%s: %w", h, err)
	}
	return a, nil
}

// Actors gives those of the actors that exist: in one statement when all were read
// before and are what they were, else in two.
func (s *Store) Actors(ctx context.Context, ids []community.ActorID) (map[community.ActorID]community.Actor, error) {
	known, err := s.Acquainted(ctx, ids)
	found := make(map[community.ActorID]community.Actor, len(known))
	for id, a := range known {
		found[id] = *a
	}
	return found, err
}

// Acquainted is Actors without copies: they are shared, and nobody changes them.
func (s *Store) Acquainted(ctx context.Context, ids []community.ActorID) (map[community.ActorID]*community.Actor, error) {
	met, err := s.meetings(ctx, 0, ids)
	if err != nil {
		return nil, fmt.Errorf("read %d actors: %w", len(ids), err)
	}
	return s.actorsMet(ctx, met)
}

func (s *Store) readActors(ctx context.Context, ids []community.ActorID) ([]community.Actor, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []actorRow
	err := many(ctx, s.r, &rows, `SELECT `+actorColumns+` FROM actor AS a WHERE a.id IN (?)`, in(ids))
	return actorsOf(rows), err
}

// ActorSearch is a search for actors by the beginning of a name.
type ActorSearch struct {
	// Query is "name", "@name", "name@host" or the beginning of a display name.
	Query string
	// Limit is 1 to MaxPage.
	Limit int
	// Viewer is who asks; 0 for a visitor. Whom it blocked, or who blocked it,
	// is not found.
	Viewer community.ActorID
	// OnlyFollowing narrows to those the viewer follows.
	OnlyFollowing bool
}

// SearchActors finds actors whose name, or a word of whose display name, begins
// with the query: actors of other servers that are known here, and members who
// agreed to be found, whom the viewer follows or whose whole name was given.
func (s *Store) SearchActors(ctx context.Context, q ActorSearch) ([]community.Actor, error) {
	text := strings.ToLower(strings.TrimPrefix(strings.TrimSpace(q.Query), "@"))
	name, host, _ := strings.Cut(text, "@")
	if host == s.domain {
		host = ""
	}
	if name == "" {
		return nil, nil
	}
	var rows []actorRow
	err := many(ctx, s.r, &rows, `SELECT `+actorColumns+` FROM actor AS a
		LEFT JOIN follow AS f ON f.follower = ? AND f.followed = a.id AND f.state = 'accepted'
		WHERE (a.name_lower LIKE ? ESCAPE '!' OR LOWER(a.display_name) LIKE ? ESCAPE '!' OR LOWER(a.display_name) LIKE ? ESCAPE '!')
		AND a.host LIKE ? ESCAPE '!' AND a.suspended IS NULL AND a.gone IS NULL
		AND (NOT a.local OR a.kind = 'Group' OR a.user_id IS NOT NULL AND (a.discoverable OR a.name_lower = ? OR f.follower IS NOT NULL))
		AND (f.follower IS NOT NULL OR NOT ?)
		AND NOT EXISTS (SELECT 1 FROM block AS b WHERE b.actor = a.id AND b.target = ? OR b.actor = ? AND b.target = a.id)
		ORDER BY CASE WHEN a.name_lower = ? THEN 0 WHEN f.follower IS NOT NULL THEN 1 ELSE 2 END, a.follower_count DESC, a.id
		LIMIT ?`, q.Viewer, prefix(name), prefix(name), "% "+prefix(name), prefix(host), name, q.OnlyFollowing,
		q.Viewer, q.Viewer, name, Page{Limit: q.Limit}.limit())
	if err != nil {
		return nil, fmt.Errorf("search actors: %w", err)
	}
	return s.unlimited(ctx, q, actorsOf(rows))
}

// prefix is a LIKE pattern (ESCAPE '!') for what begins with s.
func prefix(s string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(s) + "%"
}
