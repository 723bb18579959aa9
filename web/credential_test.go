package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Whoever was proved carries it in words wherever they speak, and nobody else
// does; the profile says all there is to say.
func TestStandingOnPages(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		_, ana := h.proved("ana", storagetest.Proof{Profession: "physician", Level: 3})
		_, ben := h.member("ben")
		_, kim := h.proved("kim", storagetest.Proof{Profession: "nurse", Level: 2})
		for _, a := range []community.Actor{ana, ben, kim} {
			storagetest.Post(h, h.store, a, "Good morning")
		}
		const line = "Verified: Physician"
		v := h.visitor()
		v.get("/@ana").is(200).has(line).has("confirmed by").has("Valid until").has("3 of 4").hasNot("Signed document")
		v.get("/@ben").is(200).hasNot("Credential").hasNot("Verified")
		v.get("/@kim").is(200).has("Nurse · proved in part only").has("2 of 4").hasNot("Verified:")
		post, err := h.store.AccountPosts(h.Context(), community.Viewer{}, storage.Filter{Actor: kim.ID}, storage.Page{Limit: 1})
		h.must(err)
		v.get("/p/" + community.FormatID(post[0].ID)).is(200).hasNot("proved in part")
		h.takeBack(ana, credential.Former)
		v.get("/@ana").is(200).has("Formerly: Physician").hasNot(line).hasNot("3 of 4")
	})
}

// The word of another server is shown as staff decided, and grows old by itself.
func TestStandingOfOthersOnPages(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		mia := storagetest.Remote(h, h.store, "https://there.example", "mia")
		list := storagetest.IRI(h, "https://there.example/credentials/lists/L")
		c := credential.Credential{Issuer: "there.example", Profession: "nurse", Level: 3, Method: credential.Documents, ConfirmedBy: "<b>Clinic</b>",
			Confirmed: h.clock.Now(), Until: h.clock.Now().Add(time.Hour * 1000), State: credential.Active, StatusList: list.String()}
		h.must(h.store.ReceiveCredential(h.Context(), storage.ReceivedCredential{Actor: mia.ID, Credential: c, IRI: storagetest.IRI(h, "https://there.example/c"), Public: true}))
		h.must(h.store.KeepStatusList(h.Context(), storage.StatusList{IRI: list, Bits: make([]byte, 16384), Checked: h.clock.Now(), Until: h.clock.Now().Add(time.Hour)}))
		storagetest.RemotePost(h, h.store, mia, "From there")
		sees := func(what string) answer {
			h.Helper()
			return h.visitor().get("/@mia@there.example").is(200).has(what)
		}
		sees("there.example says: Nurse").has("Nobody here vouches for it").has(`href="https://there.example/c"`).hasNot("Verified:")
		h.must(h.store.SetTrust(h.Context(), community.Trust{Host: "there.example", Rule: community.TrustAccept, MinLevel: 3}))
		sees("confirmed by &lt;b&gt;Clinic&lt;/b&gt; (there.example)").has("Verified: Nurse").has("Last checked")
		h.clock.Advance(community.StatusAge + time.Second)
		sees("there.example said: Nurse").hasNot("Verified:")
		h.must(h.store.SetTrust(h.Context(), community.Trust{Host: "there.example", Rule: community.TrustIgnore}))
		sees("From there").hasNot("Nurse")
	})
}

// The holder decides who reads the signed document, and nobody for them.
func TestPublishCredential(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		ana, actor := h.proved("ana", storagetest.Proof{Profession: "physician", Level: 3})
		ben, _ := h.member("ben")
		d, err := h.store.ReserveCredential(h.Context(), actor.ID)
		h.must(err)
		public := func(want bool) {
			h.Helper()
			if c, err := h.store.Credential(h.Context(), actor.ID); err != nil || c.Public != want {
				t.Errorf("public %v, want %v, %v", c.Public, want, err)
			}
		}
		b := h.as(ana)
		form := b.get("/@ana").is(200).form("/settings/credential")
		b.post("/settings/credential", form).is(200).has("Everybody can read")
		public(true)
		h.visitor().get("/@ana").is(200).has(`href="` + d.IRI.String() + `"`).hasNot("/settings/credential")
		form = b.get("/@ana").is(200).form("/settings/credential")
		b.post("/settings/credential", form).is(200)
		public(false)
		h.as(ben).post("/settings/credential", url.Values{"public": {"on"}}).is(http.StatusNotFound)
		public(false)
	})
}

// Officers see what the word of other servers counts for, administrators decide;
// what begins to count is asked for.
func TestDeskTrust(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		officer, _ := h.staff("olga", community.Officer)
		admin, _ := h.staff("adam", community.Administrator)
		storagetest.Remote(h, h.store, "https://there.example", "mia")
		h.must(h.store.KeepCredentialIssuer(h.Context(), storage.CredentialIssuer{Host: "there.example", Software: "consilium", Version: "0.2", Profile: "p"}))
		o := h.as(officer)
		o.get("/desk/trust").is(200).has("there.example").has("consilium 0.2").has("Shown only").hasNot(`action="/desk/trust"`)
		decision := url.Values{"host": {"There.example"}, "rule": {"accept"}, "min_level": {"4"}, "note": {"By contract"}}
		o.post("/desk/trust", decision).is(http.StatusNotFound)
		a := h.as(admin)
		a.get("/desk/trust").is(200).form("/desk/trust")
		a.post("/desk/trust", url.Values{"host": {"here.example"}, "rule": {"accept"}}).is(422).has("your own server")
		a.post("/desk/trust", url.Values{"host": {"x y"}, "note": {"kept"}}).is(422).has("kept")
		a.post("/desk/trust", decision).is(200).has("Accepted from level 4 on").has("By contract").has("adam")
		if got, err := h.store.TrustIn(h.Context(), "there.example"); err != nil || got.Rule != community.TrustAccept || got.MinLevel != 4 {
			t.Errorf("%+v, %v", got, err)
		}
		if jobs, err := h.store.Jobs(h.Context(), "credential/there.example", 5); err != nil || len(jobs) != 1 {
			t.Errorf("%d questions, %v", len(jobs), err)
		}
		a.post("/desk/trust", url.Values{"host": {"new.example"}, "rule": {"ignore"}}).is(200).has("new.example").has("Ignored")
	})
}
