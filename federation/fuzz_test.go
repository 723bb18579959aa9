package federation

import (
	"strings"
	"testing"

	"consilium/federation/vocab"
)

// What a stranger says of its followers is read in one go, and nothing is in it that
// was not in the header (FEP-8fcf).
func FuzzRoll(f *testing.F) {
	for _, seed := range []string{`collectionId="https://a.example/f", digest="00", url="https://a.example/r"`, `url="a",url="b`, `="=""`, strings.Repeat(`x="`, 9)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		told := parseRoll(header)
		for _, value := range []string{told.collection, told.digest, told.url} {
			if strings.Contains(value, `"`) || !strings.Contains(header, value) {
				t.Errorf("%q was read from %q", value, header)
			}
		}
		if isDigest(told.digest) && len(told.digest) != 64 {
			t.Errorf("%q is a digest", told.digest)
		}
	})
}

// What a group wraps is looked at without a fault whatever is in it, and nobody's words
// become those of another by it (FEP-1b12).
func FuzzWrapped(f *testing.F) {
	for _, seed := range []string{mob(bob("Create", hisNote)), mob(`{"type":"Announce","object":{"type":"Announce"}}`), mob(`[{"type":"Like"}]`),
		`{"type":"Announce","object":{"type":"Create","actor":[{"id":"a"}],"object":{"type":"Question","oneOf":{"name":1},"quote":[],"interactionPolicy":{"canQuote":[]}}}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		outer, err := vocab.Decode(data)
		if err != nil {
			return
		}
		node := outer.Activity().Object.Node
		if node == nil || !node.IsActivity() {
			return
		}
		inner := node.Activity()
		if inner.Object.Node != nil {
			o := inner.Object.Node.Object()
			_, _ = o.Vote()
			_ = forAll(inner.Addresses) && noAddress(o.Addresses)
		}
		again, err := vocab.Decode(node.Raw())
		if err != nil {
			t.Fatalf("what was wrapped does not stand alone: %v", err)
		}
		if a := again.Activity(); a.Actor != inner.Actor || a.ID != inner.ID || a.Type != inner.Type {
			t.Errorf("wrapped it is %s %s of %s, alone %s %s of %s", inner.Type, inner.ID, inner.Actor, a.Type, a.ID, a.Actor)
		}
	})
}
