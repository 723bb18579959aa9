package door

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
)

// Scheduler posts at its moment what members wrote before.
type Scheduler struct {
	*Door
	// Resolver finds people elsewhere; nil when this instance speaks to no other.
	Resolver Resolver
	// Openness is what the institution lets its members do.
	Openness community.Openness
}

// mostDue is how many are posted in one go.
const mostDue = 100

// PublishDue posts what is due. It may be stopped in the middle and run in several
// processes at once: each becomes one post, or stays with the reason why it cannot, of
// which its author is told. What failed for another reason is tried the next time.
func (c Scheduler) PublishDue(ctx context.Context) error {
	due, err := c.Store.DueScheduled(ctx, mostDue)
	if err != nil {
		return err
	}
	var failed error
	for _, w := range due {
		if err := c.publish(ctx, w); err != nil {
			failed = errors.Join(failed, fmt.Errorf("scheduled post %d: %w", w.ID, err))
		}
	}
	return failed
}

func (c Scheduler) publish(ctx context.Context, w community.Scheduled) error {
	p, err := c.Judge(ctx, w)
	if err == nil {
		_, err = c.Store.Keep(ctx, p.WithKey(w.Key).WithScheduled(w.ID))
	}
	if err != nil {
		if why, final := community.WhyUnposted(err); final && ctx.Err() == nil {
			return c.Store.RefuseScheduled(ctx, w, why)
		}
		return err
	}
	// What was posted with the same key in another way leaves it behind.
	if err := c.Store.Unschedule(ctx, w.Owner, w.ID); err != nil && !errors.Is(err, community.ErrNotFound) {
		return err
	}
	return nil
}

// Judge asks the rules and the gate for the publication of a scheduled post as things
// stand now. Hints were shown when it was written, and stop nothing here.
func (c Scheduler) Judge(ctx context.Context, w community.Scheduled) (community.Publication, error) {
	author, around, err := c.surroundings(ctx, w)
	if err != nil {
		return community.Publication{}, err
	}
	w.Draft.Gate = community.Clearance{Unshown: true, Released: w.Draft.Gate.Released}
	return community.Publish(author, w.Draft, around)
}

// surroundings loads what the rules need to know of a scheduled post, as its author
// stands now: without the token or the session in which it was written.
func (c Scheduler) surroundings(ctx context.Context, w community.Scheduled) (author community.Actor, around community.Surroundings, err error) {
	if author, err = c.Store.Actor(ctx, w.Owner); err != nil {
		return author, around, err
	}
	user, err := c.Store.UserOfActor(ctx, w.Owner)
	if err == nil && user.State != community.UserActive {
		err = community.ErrForbidden
	}
	if err != nil {
		return author, around, err
	}
	instance, err := c.Store.Instance(ctx)
	if err != nil {
		return author, around, err
	}
	around = community.Surroundings{Own: []string{user.Email}, Openness: c.Openness.At(instance), Now: c.Store.Now(),
		TagBase: c.Store.Base() + "/tags/", Domain: c.Store.Domain()}
	by := Quoting{By: author, Viewer: author.Subject(user.Role, c.Store.Standing(ctx, author)).Viewer(author.ID, true)}
	if err = c.above(ctx, &around, by, w); err != nil {
		return author, around, err
	}
	if w.Quoted != 0 {
		by.Number = community.FormatID(w.Quoted)
		if around.Quoted, err = c.Quoted(ctx, by); err != nil {
			return author, around, err
		}
	}
	if around.Media, err = c.pictures(ctx, w); err != nil {
		return author, around, err
	}
	if around.Emoji, err = c.Emoji(ctx, w.Draft.Text+w.Draft.Warning); err != nil {
		return author, around, err
	}
	if around.Mentioned, err = c.Mentioned(ctx, Naming{Text: w.Draft.Text, Audience: w.Draft.Audience}, c.Resolver); err != nil {
		return author, around, err
	}
	around.Group, err = c.Group(ctx, Posting{By: author, Parent: around.Parent, Group: w.Group, Mentioned: around.Mentioned, Audience: w.Draft.Audience})
	return author, around, err
}

// above is what is answered, as far as the author still sees it and may answer.
func (c Scheduler) above(ctx context.Context, around *community.Surroundings, by Quoting, w community.Scheduled) error {
	if w.Parent == 0 {
		return nil
	}
	parent, err := c.Store.VisiblePost(ctx, by.Viewer, w.Parent)
	if err == nil && !community.CanReply(by.Viewer, parent) {
		err = community.ErrForbidden
	}
	if err == nil {
		err = c.MayAnswer(ctx, by.By, parent)
	}
	if err != nil {
		return err
	}
	around.Parent = &parent
	answered, err := c.Store.Actor(ctx, parent.Author)
	if err != nil {
		return err
	}
	around.Answered = &answered
	if around.Founding, err = c.Store.Founding(ctx); err != nil {
		return err
	}
	around.Thread, err = c.Thread(ctx, by.By, &parent)
	return err
}

// pictures are those of a scheduled post. One that is gone is a reason not to post.
func (c Scheduler) pictures(ctx context.Context, w community.Scheduled) ([]community.Media, error) {
	pictures, err := c.Store.TakeMediaFor(ctx, w.Owner, 0, w.Media)
	if errors.Is(err, community.ErrNotFound) {
		err = &community.Invalid{Field: "media", Problem: community.Say("api.unknown_media")}
	}
	return pictures, err
}
