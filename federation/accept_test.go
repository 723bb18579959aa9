package federation

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"consilium/community"
	"consilium/federation/signature"
)

// TestWhoSaidIt: the signer is the actor, and the activity's id is of its
// origin, however close another host looks (S-ORG-1, R-IN-3).
func TestWhoSaidIt(t *testing.T) {
	s := newScene(t)
	s.peer.person("eve", remoteKey())
	follow := func(id, actor string) string {
		return `{"id":"` + id + `","type":"Follow","actor":"` + actor + `","object":"THERE/users/ana"}`
	}
	bob, port := s.bob.String(), strings.TrimPrefix(s.peer.host, "127.0.0.1")
	for name, test := range map[string]struct {
		body string
		want int
	}{
		"right":                 {follow("HOST/f/1", bob), 202},
		"without id":            {`{"type":"Follow","actor":"` + bob + `","object":"THERE/users/ana"}`, 202},
		"other actor":           {follow("HOST/f/2", "HOST/users/eve"), 401},
		"actor in other case":   {follow("HOST/f/3", "HOST/users/Bob"), 401},
		"actor of ours":         {follow("HOST/f/4", "THERE/users/ana"), 401},
		"id of other host":      {follow("https://victim.example/f/1", bob), 401},
		"id of ours":            {follow("THERE/activities/1", bob), 401},
		"id of sub-domain":      {follow("http://x.127.0.0.1"+port+"/f", bob), 401},
		"id of other port":      {follow("http://127.0.0.1:1/f", bob), 401},
		"id of other scheme":    {follow("https://"+s.peer.host+"/f", bob), 401},
		"id with userinfo":      {follow("http://"+s.peer.host+"@victim.example/f", bob), 401},
		"id that is no address": {follow("bob's follow", bob), 401},
		"no actor":              {`{"id":"HOST/f/5","type":"Follow","object":"THERE/users/ana"}`, 400},
		"no type":               {`{"id":"HOST/f/6","actor":"` + bob + `"}`, 400},
		"not an object":         {`["x"]`, 400},
		"member twice":          {`{"id":"HOST/f/7","type":"Follow","actor":"` + bob + `","actor":"HOST/users/eve"}`, 400},
	} {
		t.Run(name, func(t *testing.T) {
			if answer := s.peer.send(s.instance, sending{as: "bob", body: test.body}); answer.StatusCode != test.want {
				t.Errorf("got %s, want %d", answer.Status, test.want)
			}
		})
	}
}

// TestResend: what comes twice takes effect once, and is acknowledged twice
// (R-IN-4, R-9421-6).
func TestResend(t *testing.T) {
	s := acquainted(t)
	for range 2 {
		s.peer.says(s.instance, act("Create", "/c/1", note("/n/1")))
	}
	if jobs, err := s.store.Jobs(t.Context(), "in/"+s.peer.host, 10); err != nil || len(jobs) != 0 {
		t.Errorf("%d jobs left, %v", len(jobs), err)
	}
	if !s.has("/n/1") {
		t.Error("the post did not arrive")
	}
}

// TestStrangersFarewell: Delete and Update of an actor nobody here knows cost
// neither a fetch nor a row (R-IN-2).
func TestStrangersFarewell(t *testing.T) {
	s := newScene(t)
	for _, verb := range []string{"Delete", "Update"} {
		answer := s.peer.send(s.instance, sending{as: "bob", body: act(verb, "/x/"+verb, `"HOST/users/bob"`)})
		if answer.StatusCode != http.StatusAccepted {
			t.Errorf("%s: got %s", verb, answer.Status)
		}
	}
	if n := s.peer.all(); n != 0 {
		t.Errorf("%d requests were made for them", n)
	}
	if work := s.work(); work != 0 {
		t.Errorf("%d jobs came of them", work)
	}
}

// TestShutOut: a server that is suspended is told so, and not asked for its key
// (S-ORG-12); so is one that is not on the list when there is one.
func TestShutOut(t *testing.T) {
	s := newScene(t)
	rule := community.DomainRule{Host: s.peer.host, Severity: community.DomainSuspended, Created: s.now(), By: s.ana.ID}
	if err := s.store.SetDomainRule(t.Context(), rule); err != nil {
		t.Fatal(err)
	}
	body := act("Follow", "/f/1", `"THERE/users/ana"`)
	if answer := s.peer.send(s.instance, sending{as: "bob", body: body}); answer.StatusCode != http.StatusForbidden {
		t.Errorf("suspended: got %s", answer.Status)
	}
	if err := s.store.RemoveDomainRule(t.Context(), s.peer.host, 0); err != nil {
		t.Fatal(err)
	}
	s.mode = community.FederationAllowlist
	if answer := s.peer.send(s.instance, sending{as: "bob", body: body}); answer.StatusCode != http.StatusForbidden {
		t.Errorf("not on the list: got %s", answer.Status)
	}
	s.mode = community.FederationOff
	if answer := s.peer.send(s.instance, sending{as: "bob", body: body}); answer.StatusCode != http.StatusForbidden {
		t.Errorf("off: got %s", answer.Status)
	}
	if n := s.peer.all(); n != 0 {
		t.Errorf("%d requests were made to it", n)
	}
}

// TestSuspendedSigner: the signature of somebody our staff closed does not count
// (S-PRIV-9), and what it sent before has no effect any more (S-ORG-12).
func TestSuspendedSigner(t *testing.T) {
	s := acquainted(t)
	if answer := s.peer.send(s.instance, sending{as: "bob", body: act("Create", "/c/1", note("/n/1"))}); answer.StatusCode != 202 {
		t.Fatal(answer.Status)
	}
	bob := s.find(s.bob.String())
	if err := s.store.SuspendActor(t.Context(), bob.ID, s.ana.ID, ""); err != nil {
		t.Fatal(err)
	}
	settle(t, s.instance)
	if s.has("/n/1") {
		t.Error("a post of somebody closed took effect")
	}
	if answer := s.peer.send(s.instance, sending{as: "bob", body: act("Create", "/c/2", note("/n/2"))}); answer.StatusCode != 403 {
		t.Errorf("got %s", answer.Status)
	}
}

// TestBothSchemes: RFC 9421 is taken as well (R-9421-1).
func TestBothSchemes(t *testing.T) {
	s := newScene(t)
	for i, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
		answer := s.peer.send(s.instance, sending{as: "bob", scheme: scheme, body: act("Follow", "/f/"+string(rune('a'+i)), `"THERE/users/ana"`)})
		if answer.StatusCode != http.StatusAccepted {
			t.Errorf("%s: got %s", scheme, answer.Status)
		}
	}
}

// TestOneWayIn: receipts are written by accept alone, and what verification
// proves is made by verification alone (architecture 2).
func TestOneWayIn(t *testing.T) {
	calls, literals := map[string]int{}, map[string]int{}
	err := filepath.WalkDir("..", func(path string, entry os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(gotoken.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if called, ok := n.Fun.(*ast.SelectorExpr); ok && called.Sel.Name == "AddReceipt" {
					calls[filepath.ToSlash(path)]++
				}
			case *ast.CompositeLit:
				if made, ok := n.Type.(*ast.Ident); ok && made.Name == "verified" && len(n.Elts) > 0 {
					literals[filepath.ToSlash(path)]++
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(calls) != 1 || calls["../federation/accept.go"] != 1 {
		t.Errorf("AddReceipt is called in %v", calls)
	}
	if len(literals) != 1 || literals["../federation/verify.go"] != 1 {
		t.Errorf("verified is made in %v", literals)
	}
}
