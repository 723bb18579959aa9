package federation

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"consilium/federation/vocab"
	"consilium/storage/storagetest"
)

const judgeFolder = "../.ci/credential"

// A stranger's implementation of eddsa-jcs-2022 accepts what we sign, finds the
// key in the instance's own actor, and refuses it when one byte is another.
func TestStrangersAcceptOurCredentials(t *testing.T) {
	node := storagetest.Need(t, "node")
	if _, err := os.Stat(filepath.Join(judgeFolder, "node_modules", ".package-lock.json")); err != nil {
		if os.Getenv("REQUIRE") == "all" {
			t.Fatal("needs the packages of .ci/credential (run .ci/tools): ", err)
		}
		t.Log("our credentials are not shown to strangers (run .ci/tools, or make test): ", err)
		return
	}
	s := newStage(t, storagetest.SQLiteFile(t), Options{})
	s.vouch(t, s.ana, false)
	d, err := s.f.credentialDocument(t.Context(), s.ana.ID)
	if err != nil {
		t.Fatal(err)
	}
	list, err := s.f.statusList(t.Context(), d.List)
	if err != nil {
		t.Fatal(err)
	}
	documents := map[string]json.RawMessage{"credential": json.RawMessage(d.Text), "list": list}
	wrong := map[string][2]string{"level": {`"level":3`, `"level":4`}, "time": {`"validUntil":"2027`, `"validUntil":"2028`},
		"profession": {`"physician"`, `"physiciam"`}, "proof": {`"created":"2026-11-22T09`, `"created":"2026-11-22T08`}}
	for name, swap := range wrong {
		changed := strings.Replace(d.Text, swap[0], swap[1], 1)
		if changed == d.Text {
			t.Fatalf("%s: nothing to change in %s", name, d.Text)
		}
		documents[name] = json.RawMessage(changed)
	}
	for name, problem := range s.judge(t, node, documents) {
		_, isWrong := wrong[name]
		if isWrong == (problem == "") {
			t.Errorf("%s: %q", name, problem)
		}
	}
}

// judge lets the stranger judge documents, with nothing at hand but the instance's
// actor and its key.
func (s *stage) judge(t *testing.T, node string, documents map[string]json.RawMessage) map[string]string {
	t.Helper()
	issuer, err := s.f.issuer(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	actor := s.do(t, asking{url: "/actor"}).body
	n, err := vocab.Decode([]byte(actor))
	if err != nil {
		t.Fatal(err)
	}
	const activityStreams = "https://www.w3.org/ns/activitystreams"
	loadable := map[string]any{issuer.IRI.String(): json.RawMessage(actor),
		// As much of it as the stranger needs to read an actor: every term is one of its own.
		activityStreams: map[string]any{"@context": map[string]string{"@vocab": activityStreams + "#", "as": activityStreams + "#",
			"id": "@id", "type": "@type"}}}
	for _, k := range n.Keys() {
		if k.ID == issuer.Method.String() {
			loadable[k.ID] = map[string]string{"@context": "https://w3id.org/security/multikey/v1", "id": k.ID, "type": "Multikey",
				"controller": k.Owner, "publicKeyMultibase": k.Multibase}
		}
	}
	question, err := json.Marshal(map[string]any{"documents": documents, "loadable": loadable})
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), node, "judge.mjs")
	command.Dir, command.Stdin, command.Stderr = judgeFolder, bytes.NewReader(question), t.Output()
	answer, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var verdicts map[string]string
	if err := json.Unmarshal(answer, &verdicts); err != nil || len(verdicts) != len(documents) {
		t.Fatalf("%s, %v", answer, err)
	}
	return verdicts
}
