package main

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"consilium/federation/signature"
	"consilium/federation/vocab"
)

// The whole program federates with a server whose protocol engine is not ours, Fedify, over TLS, in either
// scheme of signatures, and with a nonce for each delivery: R-WF-1, R-NI-1, R-KEY-1, R-SIG-C, R-9421-1,
// R-9421-4, R-9421-5, R-OIP-1, R-AF-1, R-IN-1, R-OUT-1.
func TestFedify(t *testing.T) {
	for name, kind := range map[string]temper{
		"cavage": {scheme: signature.Cavage}, "rfc9421": {scheme: signature.RFC9421}, "rfc9421 on demand": {scheme: signature.RFC9421, nonce: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAuthority(t)
			v := &abroad{T: t, peer: openFedify(t, a, kind), home: a.open(t, "localhost")}
			v.settle(a)
			for _, part := range []func(){v.finds, v.follows, v.isRead, v.reads, v.marks, v.isMarked, v.keepsToFew, v.asks, v.quotes, v.isQuoted, v.lists,
				v.signed, v.refuses, v.isRefused, v.ends} {
				part()
			}
		})
	}
}

// abroad is our instance with its member ana, and the peer with alice. The parts of the test build on
// one another.
type abroad struct {
	*testing.T
	peer   *fedify
	home   *front
	server *program
	ana    *visitor
	// actor and alice are the two people, there their handle for one another.
	actor, alice, anaThere, aliceThere string
	// note is a post of ana's, gone one that she deleted, and answered one of alice's.
	note, gone, answered string
	// answer is what alice wrote under the note.
	answer string
}

// settle starts our instance behind its own front, with ana.
func (v *abroad) settle(a authority) {
	v.server = prepare(v.T, map[string]string{"server.url": v.home.base, "server.trusted_proxies": "127.0.0.1", "federation.insecure_http": "false"})
	v.server.trusts = a.file
	v.home.lead(v.server.settings["server.address"])
	v.server.serve().member("ana", "member")
	v.ana = visit(v.T, v.home.base)
	v.ana.client.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: a.roots}
	v.ana.signIn("ana")
	v.actor, v.alice = v.home.base+"/users/ana", v.peer.base+"/people/alice"
	v.anaThere, v.aliceThere = "@ana@"+v.home.host, "@alice@"+v.peer.host
}

// finds: Fedify finds ana by her handle and by her page, and understands who she is.
func (v *abroad) finds() {
	for _, by := range []string{v.anaThere, v.actor, v.home.base + "/@ana"} {
		ana := v.peer.looks(by)
		if ana.Type != "Person" || ana.ID != v.actor || ana.Handle != "ana" || ana.Inbox == "" || ana.Outbox == "" || ana.Followers == "" || ana.SharedInbox == "" {
			v.Errorf("by %s Fedify finds %+v", by, ana)
		}
		if len(ana.Keys) == 0 || ana.Keys[0].Owner != v.actor || ana.Keys[0].Algorithm != "RSASSA-PKCS1-v1_5" {
			v.Errorf("Fedify reads the keys %+v", ana.Keys)
		}
	}
	var node struct{ Software struct{ Name string } }
	if err := v.peer.order("nodeinfo", map[string]any{"what": v.home.base}, &node); err != nil || node.Software.Name != "consilium" {
		v.Errorf("NodeInfo: %+v, %v", node, err)
	}
}

// follows: each follows the other, found by handle, and is told that it was accepted.
func (v *abroad) follows() {
	var sent struct{ Follow, Actor string }
	if err := v.peer.order("follow", map[string]any{"what": v.anaThere}, &sent); err != nil || sent.Actor != v.actor {
		v.Fatalf("alice follows %+v: %v", sent, err)
	}
	accepted := v.peer.received("Accept", func(a understood) bool { return a.Actor == v.actor && a.Object.ID == sent.Follow })
	if accepted.Object.Type != "Follow" || accepted.Object.Actor != v.alice {
		v.Errorf("accepted was %+v", accepted.Object)
	}
	if !v.ana.notices("Alice Peer") {
		v.Error("ana is not told who follows her")
	}
	v.ana.follow(v.aliceThere)
	eventually(v.T, "alice's server accepts", func() bool { return v.ana.follows(v.aliceThere) })
	v.peer.received("Follow", func(f understood) bool { return f.Actor == v.actor && f.Object.ID == v.alice })
	if followers := v.followers(); !slices.Equal(followers, []string{v.actor}) {
		v.Errorf("alice's followers are %v", followers)
	}
}

func (v *abroad) followers() []string {
	var all []string
	if err := v.peer.order("followers", nil, &all); err != nil {
		v.Fatal(err)
	}
	return all
}

// isRead: what ana writes, answers, changes and deletes reaches Fedify, which understands it as it was meant.
func (v *abroad) isRead() {
	v.ana.write("Good morning " + v.aliceThere + ", about #Vasculitis & worse <b>")
	create := v.peer.received("Create", says("Good morning"))
	note := *create.Object
	v.note = note.ID
	if note.Type != "Note" || note.Author != v.actor || !slices.Contains(note.To, vocab.Public) || note.Published == "" || note.InReplyTo != "" {
		v.Errorf("Fedify reads the note as %+v", note)
	}
	if !strings.Contains(note.Content, "&amp; worse &lt;b&gt;") {
		v.Errorf("the text is %q", note.Content)
	}
	if !tagged(note, "Mention", v.alice) || !slices.ContainsFunc(note.Tags, func(tag understood) bool { return tag.Type == "Hashtag" && strings.EqualFold(tag.Name, "#vasculitis") }) {
		v.Errorf("the tags are %+v", note.Tags)
	}
	if asked := v.peer.looks(note.ID); asked.ID != note.ID || asked.Content != note.Content || asked.Author != v.actor || asked.URL == "" {
		v.Errorf("asked for, the note is %+v", asked)
	}
	v.ana.change("/@ana", "Good morning", "Good evening "+v.aliceThere)
	update := v.peer.received("Update", says("Good evening"))
	if update.Object.ID != note.ID || update.Object.Updated == "" || update.Object.Published != note.Published {
		v.Errorf("Fedify reads the change as %+v", update.Object)
	}
	v.ana.write("Soon gone, " + v.aliceThere)
	v.gone = v.peer.received("Create", says("Soon gone")).Object.ID
	v.ana.delete("/@ana", "Soon gone")
	v.peer.received("Delete", func(d understood) bool { return d.Actor == v.actor && d.Object.ID == v.gone })
}

// reads: what alice writes, answers, changes and deletes is shown to ana, who answers.
func (v *abroad) reads() {
	v.answered = v.peer.posts("post", map[string]any{"text": "Hello from another engine", "mentions": []string{v.anaThere}})
	v.ana.awaits("/home", "Hello from another engine")
	eventually(v.T, "ana is told that she is named", func() bool { return v.ana.notices("Hello from another engine") })
	v.ana.reply("/home", "Hello from another engine", "Nice to meet you.")
	reply := v.peer.received("Create", says("Nice to meet you."))
	if reply.Object.InReplyTo != v.answered || !tagged(*reply.Object, "Mention", v.alice) {
		v.Errorf("Fedify reads the reply as %+v", reply.Object)
	}
	v.answer = v.peer.posts("post", map[string]any{"text": "And good night", "reply": v.note, "mentions": []string{v.anaThere}})
	thread := strings.TrimPrefix(v.note, v.home.base)
	v.ana.awaits(thread, "And good night")

	v.peer.posts("edit", map[string]any{"what": v.answered, "text": "Hello from quite another engine"})
	v.ana.awaits("/home", "Hello from quite another engine")
	gone := v.peer.posts("post", map[string]any{"text": "Regretted at once"})
	v.ana.awaits("/home", "Regretted at once")
	v.peer.tells("remove", gone)
	v.ana.misses("/home", "Regretted at once")
}

// marks: what ana likes and boosts, and no longer.
func (v *abroad) marks() {
	const text = "Hello from quite another engine"
	for _, m := range []struct{ verb, kind string }{{"like", "Like"}, {"boost", "Announce"}} {
		v.ana.does("/home", text, m.verb)
		made := v.peer.received(m.kind, func(a understood) bool { return a.Actor == v.actor && a.Object.ID == v.answered })
		v.ana.does("/home", text, "un"+m.verb)
		undone := v.peer.received("Undo", func(a understood) bool { return a.Actor == v.actor && a.Object.Type == m.kind })
		if undone.Object.ID != made.ID || undone.Object.Object == nil || undone.Object.Object.ID != v.answered {
			v.Errorf("Fedify reads what was taken back as %+v, which was %+v", undone.Object, made)
		}
	}
}

// isMarked: what alice likes and boosts is counted, and ana told; and no longer.
func (v *abroad) isMarked() {
	thread := strings.TrimPrefix(v.note, v.home.base)
	for _, step := range []struct{ order, boosts, likes string }{
		{"like", "Boost", "Like 1"}, {"boost", "Boost 1", "Like 1"}, {"unlike", "Boost 1", "Like"}, {"unboost", "Boost", "Like"},
		{"react", "Boost", "Like 1"}, {"unreact", "Boost", "Like"},
	} {
		v.peer.tells(step.order, v.note)
		eventually(v.T, "the note shows "+step.boosts+" and "+step.likes, func() bool {
			post := v.ana.sees(thread, "Good evening")
			return button(post, "/boost") == step.boosts && button(post, "/like") == step.likes
		})
	}
}

// keepsToFew: a post to followers and one to a single reader say so on both sides.
func (v *abroad) keepsToFew() {
	compose := func(to, text, audience string) understood {
		v.ana.get("/compose").form("/posts").send(url.Values{"text": {to + text}, "audience": {audience}})
		return *v.peer.received("Create", says(text)).Object
	}
	if few := compose("", "For those who follow", "followers"); slices.Contains(append(few.To, few.CC...), vocab.Public) || !slices.Contains(few.To, v.actor+"/followers") {
		v.Errorf("a post to followers is addressed to %v and %v", few.To, few.CC)
	}
	if one := compose(v.aliceThere, " for you alone", "direct"); !slices.Equal(one.To, []string{v.alice}) || len(one.CC) != 0 {
		v.Errorf("a direct post is addressed to %v and %v", one.To, one.CC)
	}
	v.peer.posts("post", map[string]any{"text": "To my followers", "audience": "followers"})
	v.ana.awaits("/home", "To my followers")
	v.peer.posts("post", map[string]any{"text": "To ana alone", "audience": "direct", "mentions": []string{v.anaThere}})
	eventually(v.T, "the direct post arrives", func() bool { return v.ana.notices("To ana alone") })
	stranger := visit(v.T, v.home.base)
	stranger.client = &http.Client{Transport: v.ana.client.Transport}
	for _, text := range []string{"To my followers", "To ana alone", "For those who follow", "for you alone"} {
		if page, err := stranger.ask("/@ana"); err != nil || strings.Contains(page.text(), text) {
			v.Errorf("a visitor reads %q, %v", text, err)
		}
	}
}

// lists: Fedify walks through ana's collections, signed; who does not sign gets none of it.
func (v *abroad) lists() {
	ana := v.peer.looks(v.actor)
	outbox := v.peer.walks(ana.Outbox)
	if !slices.ContainsFunc(outbox, func(a understood) bool { return a.Type == "Create" && a.Object != nil && a.Object.ID == v.note }) {
		v.Errorf("the outbox holds %+v", outbox)
	}
	for _, collection := range []string{ana.Followers, ana.Following, ana.Featured} {
		if collection == "" {
			continue
		}
		if found := v.peer.looks(collection); found.Total == nil && !strings.Contains(found.Type, "Collection") {
			v.Errorf("%s is %+v", collection, found)
		}
		v.peer.walks(collection)
	}
	note := v.peer.looks(v.note)
	if replies := v.peer.walks(note.Replies); !slices.ContainsFunc(replies, func(a understood) bool { return a.ID == v.answer }) {
		v.Errorf("the replies are %+v", replies)
	}
	for _, collection := range []string{note.Likes, note.Shares} {
		if collection != "" {
			v.peer.walks(collection)
		}
	}
	if server := v.peer.looks(v.home.base + "/actor"); server.Type != "Application" {
		v.Errorf("the server is %+v", server)
	}
	for _, hidden := range []string{v.note, ana.Outbox, ana.Followers} {
		var found *understood
		if err := v.peer.order("glance", map[string]any{"what": hidden}, &found); err == nil && found != nil {
			v.Errorf("without a signature Fedify reads %+v", found)
		}
	}
}

// refuses: our inbox takes nothing unsigned, from who does not hold the key, changed on its way, or old; and from
// another than its author only what the author's proof fits.
func (v *abroad) refuses() {
	for _, try := range []struct {
		order string
		with  map[string]any
		want  int
	}{
		{"attempt", map[string]any{"how": "unsigned"}, 401}, {"attempt", map[string]any{"how": "forged"}, 401}, {"attempt", map[string]any{"how": "changed"}, 401},
		{"attempt", map[string]any{"how": "old"}, 401}, {"attempt", map[string]any{"how": "right"}, 202},
		{"relay", map[string]any{"changed": true}, 401}, {"relay", nil, 202},
	} {
		var status int
		text := strings.Trim(fmt.Sprintf("Sent by %s %v", try.order, try.with["how"]), "<nil> ")
		with := map[string]any{"what": v.actor, "spec": v.peer.spec, "text": text}
		maps.Copy(with, try.with)
		if err := v.peer.order(try.order, with, &status); err != nil || status != try.want {
			v.Errorf("%s %v: %d, %v; want %d", try.order, try.with, status, err, try.want)
		}
		if status == http.StatusAccepted {
			v.ana.awaits("/home", text)
		}
	}
	shown := v.ana.get("/home").text()
	for _, text := range []string{"Sent by attempt unsigned", "Sent by attempt forged", "Sent by attempt changed", "Sent by attempt old", "and more"} {
		if strings.Contains(shown, text) {
			v.Errorf("%q is shown", text)
		}
	}
}

// isRefused: the peer's inbox takes nothing in ana's name that her server did not sign.
func (v *abroad) isRefused() {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		v.Fatal(err)
	}
	forged := signature.Signer{KeyID: v.peer.looks(v.actor).Keys[0].ID, Key: key, Now: func() time.Time { return time.Now().UTC() }}
	body := fmt.Appendf(nil, `{"@context":"https://www.w3.org/ns/activitystreams","id":"%s/forged","type":"Like","actor":"%s","object":"%s"}`, v.home.base, v.actor, v.alice)
	for name, sign := range map[string]func(*http.Request) error{
		"unsigned": func(*http.Request) error { return nil },
		"forged":   func(r *http.Request) error { return forged.Sign(v.peer.understands, r, body) },
	} {
		r, err := http.NewRequestWithContext(v.Context(), http.MethodPost, v.alice+"/inbox", bytes.NewReader(body))
		if err != nil {
			v.Fatal(err)
		}
		r.Header.Set("Content-Type", vocab.MediaType)
		if err := sign(r); err != nil {
			v.Fatal(err)
		}
		answer, err := v.ana.client.Do(r)
		if err != nil {
			v.Fatal(err)
		}
		if _ = answer.Body.Close(); answer.StatusCode != http.StatusUnauthorized {
			v.Errorf("%s: %d", name, answer.StatusCode)
		}
	}
}

// ends: both stop following, and both sides know.
func (v *abroad) ends() {
	v.ana.unfollow(v.aliceThere)
	v.peer.received("Undo", func(a understood) bool {
		return a.Actor == v.actor && a.Object.Type == "Follow" && a.Object.Object.ID == v.alice
	})
	if followers := v.followers(); len(followers) != 0 {
		v.Errorf("alice is still followed by %v", followers)
	}
	if err := v.peer.order("unfollow", map[string]any{"what": v.anaThere}, nil); err != nil {
		v.Fatal(err)
	}
	if err := v.peer.order("look", map[string]any{"what": v.gone}, nil); err == nil {
		v.Error("a deleted note can still be had")
	}
	rows := openRows(v.T, v.server.database())
	eventually(v.T, "nobody follows anybody", func() bool { return rows.count("follow") == 0 })
}

// signed: all of this went in the one scheme, which we found out and remember; Fedify finds every signature right,
// and every proof of what is for everybody.
func (v *abroad) signed() {
	scheme, other := v.peer.understands, signature.Cavage
	if scheme == signature.Cavage {
		other = signature.RFC9421
	}
	for name, f := range map[string]*front{"here": v.home, "there": v.peer.front} {
		if f.accepted(scheme) < 8 || f.accepted(other) != 0 || f.accepted("") != 0 {
			v.Errorf("deliveries %s: %v", name, f.posts)
		}
	}
	if n := openRows(v.T, v.server.database()).count(fmt.Sprintf("peer WHERE host = '%s' AND scheme = '%s'", v.peer.host, scheme)); n != 1 {
		v.Error("the scheme of the peer is not remembered")
	}
	var arrived []struct {
		Type, Actor                string
		Status                     int
		Open, Signed, Proof, Whole bool
	}
	if err := v.peer.order("arrived", nil, &arrived); err != nil {
		v.Fatal(err)
	}
	for _, a := range arrived {
		if a.Status == http.StatusAccepted && !a.Signed {
			v.Errorf("Fedify does not find the signature right: %+v", a)
		}
		if provable := a.Open && a.Type != "Undo"; a.Proof != provable || a.Proof && !a.Whole {
			v.Errorf("Fedify judges of a proof: %+v", a)
		}
	}
}

// button is what stands on the button of a post that leads to an address ending so.
func button(post *html.Node, action string) string {
	form := find(post, "form", func(n *html.Node) bool { return strings.HasSuffix(attribute(n, "action"), action) })
	if form == nil {
		return ""
	}
	return words(form)
}

// says tells the activity on a post with these words.
func says(text string) func(understood) bool {
	return func(a understood) bool { return strings.Contains(a.Object.Content, text) }
}

func tagged(note understood, kind, href string) bool {
	return slices.ContainsFunc(note.Tags, func(tag understood) bool { return tag.Type == kind && tag.Href == href })
}

// change gives the post with this text on a page another one.
func (v *visitor) change(path, text, next string) {
	v.t.Helper()
	id := v.number(path, text)
	v.get("/p/" + id + "/edit").form("/p/" + id + "/edit").send(url.Values{"text": {next}})
}
