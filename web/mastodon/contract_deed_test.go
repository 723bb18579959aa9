package mastodon

import (
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// deeds are what apps cannot do themselves: "do NAME" in testdata/contract.txt.
var deeds = map[string]func(*play){
	"closed":      func(p *play) { p.api.door.Registrations = community.RegisterClosed },
	"open":        func(p *play) { p.api.door.Registrations = community.RegisterApproval },
	"letters":     func(p *play) { p.sessions.Letters = true },
	"later":       (*play).comeLater,
	"institution": (*play).describeInstitution,
	"far":         (*play).meetFar,
	"proof":       (*play).proveField,
	"case": func(p *play) {
		p.named["case"] = id(publishCase(p.site, p.actor("ana"), "Fever", community.InstanceOnly).ID)
	},
	"tomorrow":  func(p *play) { p.named["tomorrow"] = p.in(24 * time.Hour) },
	"trends":    func(p *play) { p.must(p.store.CountTrends(p.Context())) },
	"announce":  func(p *play) { p.announce() },
	"sever":     (*play).sever,
	"evening":   (*play).becomeEvening,
	"strangers": (*play).comeStrangers,
	"import":    func(p *play) { p.importAll(p.actor("ana")) },
	"next":      (*play).makeNext,
	"key":       (*play).makeKey,
}

func (p *play) actor(name string) community.Actor {
	p.Helper()
	number, err := community.ParseID[community.ActorID](p.named[name])
	p.must(err)
	a, err := p.store.Actor(p.Context(), number)
	p.must(err)
	return a
}

// comeLater is somebody who has a token and proved no address.
func (p *play) comeLater() {
	c := p.visitor()
	c.token = p.named["later"]
	p.cast["later"] = c
}

func (p *play) describeInstitution() {
	p.Helper()
	i, err := p.store.Instance(p.Context())
	p.must(err)
	i.Privacy, i.Terms, i.ShowDomains = "We keep little.", "Be kind.", true
	i.Changed, i.PrivacyChanged, i.TermsChanged = p.store.Now(), p.store.Now(), p.store.Now()
	p.must(p.store.SetInstance(p.Context(), i))
	_, err = p.store.AddEmoji(p.Context(), "stent", community.Media{File: "S.png"}, p.actor("chief").ID)
	p.must(err)
}

// meetFar are people of other servers whom ana follows, and a post of one with a picture.
func (p *play) meetFar() {
	p.Helper()
	far, evil := storagetest.Remote(p, p.store, "https://there.example", "far"), storagetest.Remote(p, p.store, "https://evil.example", "evil")
	storagetest.Following(p, p.store, p.actor("ana"), far)
	storagetest.Following(p, p.store, p.actor("ana"), evil)
	open, err := community.OpenAudience(community.Public)
	p.must(err)
	received, err := community.Receive(community.RemotePost{IRI: storagetest.IRI(p, far.IRI.String()+"/posts/1"), Author: far, Kind: community.NotePost,
		HTML: "<p>From far away</p>", Audience: open, Published: p.store.Now(), Language: "en",
		Media: []community.Media{{Remote: storagetest.IRI(p, "https://there.example/a.png"), Type: "image/png", Width: 8, Height: 8}}}, nil, p.store.Now())
	p.must(err)
	post, err := p.store.Publish(p.Context(), received)
	p.must(err)
	p.named["far"], p.named["farpost"] = id(far.ID), id(post.ID)
}

func (p *play) announce() community.AnnouncementID {
	p.Helper()
	now := p.store.Now()
	draft := community.AnnouncementDraft{Text: "The library is closed #Ward", Starts: now.Add(-time.Hour), Ends: now.Add(time.Hour)}
	a, err := community.DescribeAnnouncement(community.Announcement{}, draft, "https://here.example/tags/")
	p.must(err)
	number, err := p.store.SaveAnnouncement(p.Context(), a, p.actor("chief").ID)
	p.must(err)
	p.must(p.store.PublishAnnouncement(p.Context(), number, p.actor("chief").ID))
	p.named["announcement"] = id(number)
	return number
}

// sever lets staff shut a server out, and does what that and members' own blocks end.
func (p *play) sever() {
	p.Helper()
	p.must(p.store.SetDomainRule(p.Context(), community.DomainRule{Host: "evil.example", Severity: community.DomainSuspended, By: p.actor("chief").ID}))
	jobs, err := p.store.Jobs(p.Context(), storage.KindPolicy, 10)
	p.must(err)
	for _, job := range jobs {
		p.must(p.store.EnforceDomains(p.Context(), job))
	}
}

// becomeEvening ends polls, and somebody appeals a decision.
func (p *play) becomeEvening() {
	p.Helper()
	p.clock.Advance(time.Hour)
	p.must(p.store.SettleQuestions(p.Context()))
	bob := p.actor("bob").ID
	list, err := p.store.Decisions(p.Context(), bob)
	p.must(err)
	appeal, err := community.MakeAppeal(list[0], bob, "I read them", p.store.Now())
	p.must(err)
	p.must(p.store.Appeal(p.Context(), list[0].ID, appeal))
}

// comeStrangers write to dee, who does not follow them.
func (p *play) comeStrangers() {
	p.Helper()
	for _, name := range []string{"ana", "bob", "chief"} {
		p.must(p.store.Like(p.Context(), p.actor(name), p.post(p.actor("dee"), "Hello")))
	}
	storagetest.Reply(p, p.store, storagetest.Answer{By: p.actor("cyd"), To: p.post(p.actor("dee"), "Hello again"), Text: "Who are you?"})
}

func (p *play) post(by community.Actor, text string) community.Post {
	p.Helper()
	return storagetest.Post(p, p.store, by, text)
}

// makeNext are dora and next, who are the same person.
func (p *play) makeNext() {
	p.Helper()
	p.named["password"] = "correct horse battery"
	hash, err := p.sessions.HashPassword(p.Context(), p.named["password"])
	p.must(err)
	for _, name := range []string{"dora", "next"} {
		_, a := storagetest.Login(p, p.store, community.User{Name: name, State: community.UserActive, EmailConfirmed: p.store.Now(), PasswordHash: hash})
		p.cast[name], p.named[name] = p.as(a, allScopes), id(a.ID)
	}
	p.api.Linker = homeLinker{p.site}
}

// proveField sees that the page in ana's profile links back.
func (p *play) proveField() {
	p.Helper()
	p.must(p.store.SetVerified(p.Context(), p.actor("ana").ID, []community.IRI{storagetest.IRI(p, "https://ana.example")}))
}

// makeKey is the key of an app that asks to be told.
func (p *play) makeKey() {
	p.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	p.must(err)
	p.named["p256dh"] = base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes())
}
