package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
)

// arrival is how long something sent from one instance may take to reach the
// other in the demonstration.
const arrival = 30 * time.Second

// stage is where the script is played.
type stage struct {
	instances map[string]*instance
	play      script
}

func (s stage) names() []string {
	var names []string
	for name := range s.play.Instances {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// announce prints where the two are and how to get in.
func (s stage) announce(out io.Writer) {
	for _, name := range s.names() {
		fmt.Fprintf(out, "\n%s: %s\n", s.play.Instances[name].Name, s.instances[name].store.Base())
		for _, m := range s.play.Instances[name].Members {
			fmt.Fprintf(out, "  %-8s %-14s %s\n", m.Name, demoPassword, m.Role)
		}
	}
	fmt.Fprintln(out, "\nStop with Ctrl-C.")
}

// played says whether the script was played to its end at an earlier start.
func (s stage) played(ctx context.Context) (bool, error) {
	for _, i := range s.instances {
		if about, err := i.store.Instance(ctx); err != nil || !about.SetUp {
			return false, err
		}
	}
	return true, nil
}

// settle makes the members of an instance.
func (s stage) settle(ctx context.Context, name string) error {
	i := s.instances[name]
	if err := s.describe(ctx, name, false); err != nil {
		return err
	}
	for _, m := range s.play.Instances[name].Members {
		account := newAccount{m.Name, m.Email, demoPassword, community.Role(m.Role)}
		_, actor, err := createAccount(ctx, i.store, account)
		if err != nil {
			return fmt.Errorf("%s: %s", m.Name, oneLine(err))
		}
		profile, err := community.Describe(actor.Profile, community.ProfileDraft{DisplayName: m.DisplayName, Pronouns: m.Pronouns,
			Summary: m.Summary, Profession: m.Profession, Specialty: m.Specialty, Discoverable: true})
		if err != nil {
			return err
		}
		if _, err := i.store.SetProfile(ctx, actor.ID, profile); err != nil {
			return err
		}
		for _, specialty := range m.Follows {
			if err := i.store.FollowSpecialty(ctx, actor.ID, specialty); err != nil {
				return fmt.Errorf("%s: %s", m.Name, oneLine(err))
			}
		}
		if err := s.prove(ctx, i, actor, m); err != nil {
			return fmt.Errorf("%s: %s", m.Name, oneLine(err))
		}
	}
	return s.trust(ctx, name)
}

// prove has somebody verified, or lets them apply for it.
func (s stage) prove(ctx context.Context, i *instance, actor community.Actor, m demoMember) error {
	if m.Applies {
		_, err := i.store.SaveVerification(ctx, actor.ID, community.Claim{LegalName: m.DisplayName, Profession: community.Profession(m.Profession),
			Specialties: []community.Specialty{community.Specialty(m.Specialty)}, Country: "IE", Register: string(credential.RegisterOther),
			Number: "IMC 000000", Organisation: s.play.Instances[s.nameOf(i)].Name})
		if err != nil {
			return err
		}
		_, err = i.store.SubmitVerification(ctx, actor.ID)
		return err
	}
	if m.Proved == "" {
		return nil
	}
	proofs := []credential.Evidence{{Kind: m.Proved, Profession: community.Profession(m.Profession), Source: "demonstration"}}
	if m.Proved == credential.Documents {
		proofs = append(proofs, credential.Evidence{Kind: credential.RegisterMatch, Profession: community.Profession(m.Profession), Source: "demonstration"})
	}
	_, err := i.store.GrantCredential(ctx, storage.Grant{Actor: actor.ID, Profession: community.Profession(m.Profession),
		Specialties: []community.Specialty{community.Specialty(m.Specialty)}, Jurisdiction: "DE", Evidence: proofs, Lift: true})
	if err != nil {
		return err
	}
	if err := i.store.SetPractice(ctx, actor.ID, community.Practice{Listed: true, Referrals: true, Languages: []string{"de", "en"}, Country: "DE"}); err != nil {
		return err
	}
	return i.store.SetCredentialPublic(ctx, actor.ID, true)
}

// trust lets each of the two count the other's clinicians as verified.
func (s stage) trust(ctx context.Context, name string) error {
	for _, other := range s.names() {
		if other == name {
			continue
		}
		err := s.instances[name].store.SetTrust(ctx, community.Trust{Host: s.instances[other].store.Domain(), Rule: community.TrustAccept,
			MinLevel: credential.Verified})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s stage) nameOf(i *instance) string {
	for name, known := range s.instances {
		if known == i {
			return name
		}
	}
	return ""
}

// describe says whose house an instance is and, at the end, that the script was
// played.
func (s stage) describe(ctx context.Context, name string, played bool) error {
	i, about := s.instances[name], s.play.Instances[name]
	described, err := community.DescribeInstance(community.Instance{}, community.InstanceDraft{Name: about.Name,
		Description: about.Description, Rules: about.Rules})
	if err != nil {
		return err
	}
	described.SetUp = played
	return i.store.SetInstance(ctx, described)
}

// member is one of the cast at home.
func (s stage) member(ctx context.Context, in, name string) (community.Actor, error) {
	i := s.instances[in]
	h, err := community.ParseHandle(name, i.store.Domain())
	if err != nil {
		return community.Actor{}, err
	}
	return i.store.ActorByHandle(ctx, h)
}

// until asks again and again until the answer is yes.
func (s stage) until(ctx context.Context, arrived func() (bool, error)) error {
	late := time.NewTimer(arrival)
	defer late.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		yes, err := arrived()
		if err != nil || yes {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-late.C:
			return errors.New("it did not arrive at the other instance")
		case <-tick.C:
		}
	}
}

// copyOf waits for a post to be known on an instance and gives its row there.
func (s stage) copyOf(ctx context.Context, in string, iri community.IRI) (community.Post, error) {
	var p community.Post
	err := s.until(ctx, func() (bool, error) {
		var err error
		p, err = s.instances[in].store.PostByIRI(ctx, iri)
		if errors.Is(err, community.ErrNotFound) {
			return false, nil
		}
		return true, err
	})
	return p, err
}

// before is somebody of the cast in front of a post.
func (s stage) before(ctx context.Context, who [2]string, iri community.IRI) (community.Actor, community.Post, error) {
	by, err := s.member(ctx, who[0], who[1])
	if err != nil {
		return by, community.Post{}, err
	}
	post, err := s.copyOf(ctx, who[0], iri)
	return by, post, err
}
