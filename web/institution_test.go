package web_test

import (
	"net/http"
	"net/url"
	"testing"

	"consilium/community"
)

// Officers keep the list of domains; what is typed wrong is kept, what looks like
// another is asked about, and what is taken off counts no more.
func TestInstitutions(t *testing.T) {
	eachHouse(t, plan{letters: true}, func(h *house) {
		officer, _ := h.staff("olga", community.Officer)
		o := h.as(officer)
		const path = "/desk/institutions"
		o.get(path).is(200).has("E-mail domains", "will be listed here")
		good := url.Values{"domain": {"Hospital.Example"}, "name": {"St Anna"}, "organisations": {"ST ANNA HOSPITAL INC\nKrankenhaus St. Anna"}, "subdomains": {"on"}}
		for field, value := range map[string]string{"domain": "co.uk", "name": ""} {
			wrong := url.Values{}
			for name, values := range good {
				wrong[name] = values
			}
			wrong.Set(field, value)
			o.post(path, wrong).is(http.StatusUnprocessableEntity).keeps(path, wrong).has(`class="problem"`)
		}
		o.post(path, good).is(200).has("The institution is saved.", "hospital.example", "ST ANNA HOSPITAL INC", "This domain and all below it", "olga")
		o.post(path, url.Values{"domain": {"h0spital.example"}, "name": {"Evil"}}).is(http.StatusUnprocessableEntity).has("looks like hospital.example", `name="sure"`)
		o.post(path, url.Values{"domain": {"gmail.com"}, "name": {"Evil"}}).is(http.StatusUnprocessableEntity).has("Anybody can have an address")
		change := o.get(path + "?domain=hospital.example").is(200).has("Change hospital.example").form(path)
		if change.Get("organisations") != good.Get("organisations") || change.Get("subdomains") != "on" {
			t.Errorf("the form has %v", change)
		}
		change.Del("subdomains")
		o.post(path, with(change, "name", "")).is(http.StatusUnprocessableEntity).has("Change hospital.example")
		o.post(path, with(change, "name", "St Anna Hospital")).is(200).has("Exactly this domain").hasNot("This domain and all below it")

		ana, actor := h.member("ana")
		a := h.as(ana)
		a.toProof()
		a.post("/verification/letter", url.Values{"email": {"ana@hospital.example"}}).is(200)
		a.post(h.post.letter("ana@hospital.example").link(), nil).is(200).has("is proved")
		o.get(path).is(200).has(`<td class="number" data-label="Proved">1</td>`)
		o.post(path+"/hospital.example/remove", nil).is(200).has("The institution is removed.", "will be listed here")
		o.post(path+"/hospital.example/remove", nil).is(http.StatusNotFound)
		evidence, err := h.store.Evidence(h.Context(), actor.ID)
		h.must(err)
		if len(evidence) != 1 || evidence[0].Withdrawn.IsZero() {
			t.Errorf("%+v", evidence)
		}

		moderator, _ := h.staff("mo", community.Moderator)
		for _, b := range []*browser{a, h.as(moderator)} {
			b.get(path).is(http.StatusNotFound)
			b.post(path, good).is(http.StatusNotFound)
			b.post(path+"/hospital.example/remove", nil).is(http.StatusNotFound)
		}
	})
}
