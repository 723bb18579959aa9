package web_test

import (
	"net/http"
	"net/netip"
	"net/url"
	"testing"

	"consilium/community"
	"consilium/storage"
)

// Administrators keep addresses and e-mail domains from the door, nobody else sees the
// page, and what they do is in the log.
func TestDeskOfTheDoor(t *testing.T) {
	eachHouse(t, plan{}, func(h *house) {
		chief, _ := h.staff("chief", community.Administrator)
		mod, _ := h.staff("mod", community.Moderator)
		h.as(mod).get("/desk/sign-ups").is(http.StatusNotFound)
		c := h.as(chief)
		c.get("/desk/accounts").is(200).has(`href="/desk/sign-ups"`)
		form := c.get("/desk/sign-ups").is(200).has("No address is blocked.", "No domain is blocked.").form("/desk/sign-ups/addresses")
		c.post("/desk/sign-ups/addresses", with(form, "range", "203.0.113.9/24", "severity", "review", "days", "7", "comment", "Bots")).is(200).
			has("203.0.113.0/24", "New accounts wait for the staff", "Bots", "The block counts from now on.")
		c.post("/desk/sign-ups/addresses", with(form, "range", "203.0.113.0/24", "severity", "review")).is(http.StatusUnprocessableEntity).has("This is on the list already.")
		c.post("/desk/sign-ups/addresses", with(form, "range", "127.0.0.0/8", "severity", "no-access")).is(http.StatusUnprocessableEntity).has("You are in this range yourself.")
		c.post("/desk/sign-ups/addresses", with(form, "range", "everybody", "severity", "x")).is(http.StatusUnprocessableEntity).has("everybody")
		c.post("/desk/sign-ups/domains", url.Values{"domain": {"throwaway.example"}}).is(200).has("throwaway.example")
		c.post("/desk/sign-ups/domains", url.Values{"domain": {"nodots"}}).is(http.StatusUnprocessableEntity).has("nodots")
		c.get("/desk/log").is(200).has("blocked addresses", "blocked an e-mail domain")
		blocks, err := h.store.EmailDomainBlocks(h.Context(), storage.Page{})
		h.must(err)
		c.post("/desk/sign-ups/domains/"+community.FormatID(blocks[0].ID)+"/remove", nil).is(200).has("No domain is blocked.")
		c.post("/desk/sign-ups/domains/"+community.FormatID(blocks[0].ID)+"/remove", nil).is(http.StatusNotFound)
	})
}

// Who is blocked at the door gets no account, or one that waits, and is told so; nobody
// signs in from an address without access.
func TestTheDoorIsKept(t *testing.T) {
	eachHouse(t, plan{mode: community.RegisterOpen}, func(h *house) {
		h.staff("chief", community.Administrator)
		register := func(name, email string) answer {
			v := h.visitor()
			return v.post("/register", with(newcomerFields(v.get("/register").is(200).form("/register"), name), "email", email))
		}
		_, err := h.store.AddEmailDomainBlock(h.Context(), "throwaway.example", 1)
		h.must(err)
		register("ana", "ana@mx.throwaway.example").is(http.StatusUnprocessableEntity).has("No account can be opened here with this e-mail address.")
		register("ana", "ana@mail.example").is(200).has("Welcome")
		block := func(severity community.AddressSeverity) community.AddressBlock {
			b, err := community.MakeAddressBlock(community.AddressBlockDraft{Range: "127.0.0.0/8", Severity: string(severity)}, 1, h.clock.Now())
			h.must(err)
			b, err = h.store.AddAddressBlock(h.Context(), b)
			h.must(err)
			return b
		}
		review := block(community.AddressReview)
		register("ben", "ben@mail.example").is(200)
		if u, err := h.store.UserByName(h.Context(), "ben"); err != nil || u.State != community.UserPending || u.Address != netip.MustParseAddr("127.0.0.1") {
			t.Errorf("ben is %s, from %s, %v", u.State, u.Address, err)
		}
		h.must(h.store.RemoveAddressBlock(h.Context(), review.ID, 1))
		shut := block(community.AddressNoAccess)
		register("cid", "cid@mail.example").is(http.StatusUnprocessableEntity).has("The staff of this server let nobody in from your network address.")
		_, a := h.signIn("chief", password)
		a.is(http.StatusUnprocessableEntity).has("The staff of this server let nobody in from your network address.")
		_, a = h.signIn("chief", "wrong password")
		a.hasNot("network address") // nothing is told to who does not know the password
		h.must(h.store.RemoveAddressBlock(h.Context(), shut.ID, 1))
		h.enter("chief", password)
	})
}
