package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"consilium/storage/storagetest"
)

// present posts a case for this institution and gives its address.
func (b *browser) present(title string) string {
	b.Helper()
	posted := b.submit("/cases", caseFields("title", title, "step", "post"), nil).is(http.StatusOK)
	return strings.Split(posted.path, "?")[0]
}

// Part 7: the library is searched and narrowed by a plain form, every part of the choice can be taken away again, and it
// says how many cases there are that the reader may read.
func TestLibraryPage(t *testing.T) {
	eachSite(t, func(s *site) {
		ana, _ := storagetest.Member(s, s.store, "ana")
		a := s.as(ana)
		a.present("Vasculitis with purpura")
		a.present("Sjögren in a runner")
		a.get("/cases").is(http.StatusOK).hasNot("you can read").has("Vasculitis with purpura", "Sjögren in a runner", "Search the cases",
			`name="q"`, `name="certainty"`, `name="age_band"`, `name="specialty"`, `name="pictures"`)
		found := a.get("/cases?q=sjogren+RUNNERS").is(http.StatusOK).hasNot("Vasculitis")
		found.has("No case matches this choice.", "0 cases you can read")
		a.get("/cases?q=SJOGREN+runner&status=open").is(http.StatusOK).has("Sjögren in a runner", "1 case you can read", `href="/cases?status=open">Remove`).hasNot("Vasculitis")
		a.get("/cases?q=run&age_band=45-49&pictures=on&certainty=certain&specialty=neurology").is(http.StatusOK).has(
			`href="/cases?age_band=45-49&amp;certainty=certain&amp;q=run&amp;specialty=neurology">Remove`, "0 cases you can read")
		s.visitor().get("/cases?q=sjogren").is(http.StatusOK).has("0 cases you can read").hasNot("runner")
	})
}

// Part 7: whatever stands in the address, the page is a page.
func TestLibraryPageTakesAnyAddress(t *testing.T) {
	eachSite(t, func(s *site) {
		for _, q := range []string{strings.Repeat("x", 8000), `" OR "`, "\x00", "\xff", "<script>", "a* NEAR/9 b", strings.Repeat("% ", 500)} {
			query := url.Values{"q": {q}, "status": {"withdrawn' --"}, "certainty": {q[:1]}, "age_band": {"200"}, "specialty": {"../"}, "max": {"-1"}}
			s.visitor().get("/cases?" + query.Encode()).is(http.StatusOK).hasNot("<script>\"")
		}
	})
}
