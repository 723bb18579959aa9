package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// Credential is what is said of an actor, with what only its own instance knows.
type Credential struct {
	Actor community.ActorID
	credential.Credential
	// Reason is why it was suspended, revoked or ended: a slug under
	// "credential_reason.", never free text.
	Reason  string
	Changed time.Time
	// Public says that the holder lets everybody read the signed document.
	Public bool
}

type credentialRow struct {
	Actor                                                 community.ActorID
	Issuer, Profession, Specialties, Method, Jurisdiction string
	ConfirmedBy, State, Reason, StatusList                string
	Level                                                 int
	Confirmed, ValidUntil, Changed                        stamp
	Public                                                bool
}

const credentialColumns = `c.actor, c.issuer, c.profession, c.specialties, c.level, c.method, c.jurisdiction, c.confirmed_by,
	c.confirmed, c.valid_until, c.state, c.reason, c.changed, c.public, c.status_list`

func (r credentialRow) credential() Credential {
	return Credential{Actor: r.Actor, Reason: r.Reason, Changed: r.Changed.Time, Public: r.Public,
		Credential: credential.Credential{Profession: credential.Profession(r.Profession), Specialties: splitSlugs(r.Specialties),
			Level: credential.Level(r.Level), Method: credential.Kind(r.Method), Jurisdiction: r.Jurisdiction, Issuer: r.Issuer,
			ConfirmedBy: r.ConfirmedBy, Confirmed: r.Confirmed.Time, Until: r.ValidUntil.Time, State: credential.State(r.State),
			StatusList: r.StatusList}}
}

// joinSlugs writes specialties between commas, so that one is found by
// LIKE '%,slug,%'.
func joinSlugs(list []credential.Specialty) string {
	if len(list) == 0 {
		return ""
	}
	var b strings.Builder
	for _, s := range list {
		b.WriteString("," + string(s))
	}
	return b.String() + ","
}

func splitSlugs(text string) []credential.Specialty {
	var list []credential.Specialty
	for slug := range strings.SplitSeq(text, ",") {
		if slug != "" {
			list = append(list, credential.Specialty(slug))
		}
	}
	return list
}

// Credential gives what is said of an actor, in force or not; ErrNotFound when
// nothing is.
func (s *Store) Credential(ctx context.Context, actor community.ActorID) (Credential, error) {
	c, err := credentialOf(ctx, s.r, actor)
	if err != nil {
		return c, fmt.Errorf("credential of actor %d: %w", actor, err)
	}
	return c, nil
}

func credentialOf(ctx context.Context, db reader, actor community.ActorID) (Credential, error) {
	var row credentialRow
	err := one(ctx, db, &row, `SELECT `+credentialColumns+` FROM credential AS c WHERE c.actor = ?`, actor)
	return row.credential(), err
}

// Grant is a decision that somebody here is what they say.
type Grant struct {
	Actor        community.ActorID
	Profession   credential.Profession
	Specialties  []credential.Specialty
	Jurisdiction string
	// Evidence is what was proved, in addition to what was before.
	Evidence []credential.Evidence
	// ConfirmedBy is the name of the institution whose word it is; "" for the one
	// that runs this server.
	ConfirmedBy string
	// Lift says that somebody decided it, who may also end a suspension or take
	// back somebody who had left. A proof that comes by itself may not.
	Lift bool
}

// GrantCredential keeps what was proved of a member and counts what it comes to.
func (s *Store) GrantCredential(ctx context.Context, g Grant) (Credential, error) {
	var c Credential
	err := s.update(ctx, fmt.Sprintf("grant credential of actor %d", g.Actor), func(t *tx) error {
		if err := t.grant(ctx, g); err != nil {
			return err
		}
		var err error
		c, err = credentialOf(ctx, t, g.Actor)
		if errors.Is(err, community.ErrNotFound) {
			return nil // the evidence proves nothing
		}
		return err
	})
	return c, err
}

// grant is GrantCredential within a transaction. Another profession is another
// credential: what was proved of the old one counts no more.
func (t *tx) grant(ctx context.Context, g Grant) error {
	if err := t.holdCredential(ctx, g.Actor); err != nil {
		return err
	}
	old, err := credentialOf(ctx, t, g.Actor)
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return err
	}
	if err == nil && old.Profession != g.Profession {
		if err := t.takeBack(ctx, g.Actor); err != nil {
			return err
		}
	}
	for _, e := range g.Evidence {
		if err := t.addEvidence(ctx, g.Actor, e); err != nil {
			return err
		}
	}
	fresh := Credential{Actor: g.Actor, Public: old.Public, Credential: credential.Credential{Level: old.Level, Profession: g.Profession,
		Specialties: g.Specialties, Jurisdiction: g.Jurisdiction, ConfirmedBy: g.ConfirmedBy, State: credential.Active}}
	if !g.Lift && old.decided() {
		fresh.State, fresh.Reason = old.State, old.Reason
	}
	return t.assess(ctx, fresh)
}

// The reasons for a suspension that ends by itself, once there is proof again.
const (
	ReasonNoProof = "no_proof"
	ReasonClaim   = "claim_missing"
)

// decided says whether somebody decided against the credential, or a register
// did, so that further proof of the old kind changes nothing.
func (c Credential) decided() bool {
	return c.State != "" && c.State != credential.Active && c.Reason != ReasonNoProof && c.Reason != ReasonClaim
}

// reassess counts again what the evidence of an actor comes to.
func (t *tx) reassess(ctx context.Context, actor community.ActorID) error {
	if err := t.holdCredential(ctx, actor); err != nil {
		return err
	}
	c, err := credentialOf(ctx, t, actor)
	if errors.Is(err, community.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return t.assess(ctx, c)
}

// assess gives a credential the level and dates of its evidence. One that rests
// on nothing any more is suspended, so that its holder is told why, and not
// silently nobody.
func (t *tx) assess(ctx context.Context, c Credential) error {
	kept, err := evidenceWhere(ctx, t, `x.actor = ? AND x.withdrawn IS NULL`, c.Actor)
	if err != nil {
		return err
	}
	list := make([]credential.Evidence, 0, len(kept))
	for _, e := range kept {
		list = append(list, e.Evidence)
	}
	a := credential.Assess(c.Profession, list, t.now)
	if a.Level == credential.Unproved {
		if c.Level == credential.Unproved {
			return nil
		}
		c.Level, c.Method = credential.Unproved, ""
		if !c.decided() { // what somebody decided must not end with the next proof
			c.State, c.Reason = credential.Suspended, ReasonNoProof
		}
		if c.Confirmed.IsZero() {
			c.Confirmed, c.Until = t.now, t.now
		}
		if err := t.takeBack(ctx, c.Actor); err != nil {
			return err
		}
		return t.keepCredential(ctx, c)
	}
	if a.Level < c.Level {
		if err := t.takeBack(ctx, c.Actor); err != nil {
			return err
		}
	}
	if c.ConfirmedBy == "" {
		if c.ConfirmedBy, err = t.institutionName(ctx); err != nil {
			return err
		}
	}
	c.Level, c.Method, c.Confirmed, c.Until = a.Level, a.Method, a.Proved, a.Until
	return t.keepCredential(ctx, c)
}

// institutionName is whose word a credential is.
func (t *tx) institutionName(ctx context.Context) (string, error) {
	i, err := t.store.Instance(ctx)
	if err != nil || i.Name != "" {
		return i.Name, err
	}
	return t.store.domain, nil
}

// keepCredential writes a local credential down, beside its actor too, and tells
// other servers that the actor has changed.
func (t *tx) keepCredential(ctx context.Context, c Credential) error {
	c.Changed = t.now
	_, err := t.do(ctx, `INSERT INTO credential (actor, issuer, profession, specialties, level, method, jurisdiction, confirmed_by,
		confirmed, valid_until, state, reason, changed, public) VALUES (?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (actor) DO UPDATE SET profession = excluded.profession, specialties = excluded.specialties, level = excluded.level,
		method = excluded.method, jurisdiction = excluded.jurisdiction, confirmed_by = excluded.confirmed_by,
		confirmed = excluded.confirmed, valid_until = excluded.valid_until, state = excluded.state, reason = excluded.reason,
		changed = excluded.changed, public = excluded.public, reminded = 0, document = '', document_until = NULL`,
		c.Actor, string(c.Profession), joinSlugs(c.Specialties), int(c.Level), string(c.Method), c.Jurisdiction, c.ConfirmedBy,
		at(c.Confirmed), at(c.Until), string(c.State), c.Reason, at(c.Changed), c.Public)
	if err != nil {
		return err
	}
	return t.setStanding(ctx, c.Actor, &c.Credential)
}

// setStanding writes what is said of an actor beside it; nil for nothing. For a
// member it is a change that the servers of its followers are told of.
func (t *tx) setStanding(ctx context.Context, actor community.ActorID, c *credential.Credential) error {
	text := ""
	if c != nil {
		b, err := json.Marshal(c)
		if err != nil {
			return fmt.Errorf("encode credential: %w", err)
		}
		text = string(b)
	}
	if _, err := t.do(ctx, `UPDATE actor SET credential = ?, revision = revision + CASE WHEN local THEN 1 ELSE 0 END WHERE id = ?`, text, actor); err != nil {
		return err
	}
	t.tell(News{Topic: TopicCredential, ID: int64(actor)})
	a, err := actorWhere(ctx, t, `a.id = ?`, actor)
	if err != nil || !a.Local {
		return err
	}
	return t.tellStanding(ctx, a)
}

// takeBack makes what was signed for an actor invalid for whoever holds it, and
// lets the next document begin anew.
func (t *tx) takeBack(ctx context.Context, actor community.ActorID) error {
	// First, so that an entry that is being taken is there to be taken back.
	if err := t.holdCredential(ctx, actor); err != nil {
		return err
	}
	if _, err := t.do(ctx, `UPDATE status_entry SET revoked = COALESCE(revoked, ?) WHERE actor = ?`, at(t.now), actor); err != nil {
		return err
	}
	_, err := t.do(ctx, `UPDATE credential SET iri = NULL, document = '', document_until = NULL, status_index = 0 WHERE actor = ?`, actor)
	return err
}

// holdCredential lets nobody else change a credential before this transaction
// ends: what is read after it is what is changed. There may be none yet.
func (t *tx) holdCredential(ctx context.Context, actor community.ActorID) error {
	_, err := t.do(ctx, `UPDATE credential SET changed = changed WHERE actor = ?`, actor)
	return err
}

// StateChange is a decision about a credential.
type StateChange struct {
	Actor community.ActorID
	State credential.State
	// Reason is a slug under "credential_reason.".
	Reason string
	// By is who decided; 0 for the program itself.
	By   community.ActorID
	Note string
}

// ChangeCredential suspends, restores, revokes or ends a member's credential at
// once, here and for whoever asks whether it still stands. Restoring counts the
// evidence again. ErrNotFound when there is none, ErrConflict for what was
// revoked or ended: that is proved anew, not restored.
func (s *Store) ChangeCredential(ctx context.Context, d StateChange) error {
	return s.update(ctx, fmt.Sprintf("change credential of actor %d", d.Actor), func(t *tx) error {
		return t.changeCredential(ctx, d)
	})
}

func (t *tx) changeCredential(ctx context.Context, d StateChange) error {
	if err := t.holdCredential(ctx, d.Actor); err != nil {
		return err
	}
	c, err := credentialOf(ctx, t, d.Actor)
	if err != nil {
		return err
	}
	if c.Issuer != "" {
		return community.ErrForbidden
	}
	if c.State == credential.Revoked || c.State == credential.Former {
		return community.ErrConflict
	}
	a, err := actorWhere(ctx, t, `a.id = ?`, d.Actor)
	if err != nil {
		return err
	}
	err = t.recordStaffAction(ctx, StaffAction{Actor: d.By, Action: "credential-" + string(d.State), Subject: a.Handle.String(), Note: d.Note})
	if err != nil {
		return err
	}
	c.State, c.Reason = d.State, d.Reason
	switch d.State {
	case credential.Active:
		return t.assess(ctx, c)
	case credential.Revoked, credential.Former:
		if _, err := t.do(ctx, `UPDATE evidence SET withdrawn = ? WHERE actor = ? AND withdrawn IS NULL`, at(t.now), d.Actor); err != nil {
			return err
		}
	}
	if err := t.takeBack(ctx, d.Actor); err != nil {
		return err
	}
	if err := t.keepCredential(ctx, c); err != nil {
		return err
	}
	return t.tellHolder(ctx, d.Actor, LetterCredential)
}

// removeCredential forgets what was said of an actor who is gone. What was
// signed stays taken back.
func (t *tx) removeCredential(ctx context.Context, actor community.ActorID) error {
	if err := t.takeBack(ctx, actor); err != nil {
		return err
	}
	if err := t.removeVerifications(ctx, actor); err != nil {
		return err
	}
	for _, statement := range []string{`DELETE FROM credential WHERE actor = ?`, `DELETE FROM evidence WHERE actor = ?`} {
		if _, err := t.do(ctx, statement, actor); err != nil {
			return err
		}
	}
	return nil
}
