package web_test

import (
	"net/http"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// S-IN-7: pictures from elsewhere are asked for by the number of an attachment that is
// known here, and by nothing else: no address, no name, no query makes us fetch what
// somebody wishes (CVE-2024-56200, CVE-2026-29178).
func TestPictureProxyTakesNumbersOnly(t *testing.T) {
	eachSite(t, func(s *site) {
		bob := storagetest.Remote(s, s.store, there, "bob")
		known := community.FormatID(s.remotePicture(bob, "1", community.Public, nil).Media[0].ID)
		v := s.visitor()
		for _, path := range []string{
			"https:%2F%2Fevil.example%2Fx.png/small", "https%3A%2F%2Fevil.example/full", "..%2F" + known + "/small", known + "%00/small", known + "%20/full",
			known + ".png/small", known + "@evil.example/small", "-" + known + "/small", "0/small", "0x1/small", "1e3/full", "99999999999999999999999/full",
			known + "/huge", known + "/small%3Furl=https:%2F%2Fevil.example", known, "?url=https://evil.example/x.png",
		} {
			v.get("/media/remote/" + path).is(http.StatusNotFound)
		}
		if n := s.elsewhere.asked.Load(); n != 0 {
			t.Errorf("others were asked %d times", n)
		}
		v.get("/media/remote/" + known + "/small?url=https://evil.example/x.png&id=9").is(http.StatusOK)
		if n := s.elsewhere.asked.Load(); n != 1 {
			t.Errorf("for a known picture %d requests were made", n)
		}
	})
}
