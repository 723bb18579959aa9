package mastodon

import (
	"encoding/json"
	"strings"
	"testing"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// Apps show a verified clinician in words, as text, and nobody else; the words are
// not among those a member can edit.
func TestVerifiedField(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Member(s, s.store, "ana")
		_, ben := storagetest.Member(s, s.store, "ben")
		ana = storagetest.Prove(s, s.store, ana, storagetest.Proof{Profession: "physician", Level: 3})
		storagetest.Prove(s, s.store, ben, storagetest.Proof{Profession: "physician", Level: 2})
		client := s.as(ana)
		fields := func(a community.Actor) []Field {
			t.Helper()
			var account Account
			if err := json.Unmarshal([]byte(client.get("/api/v1/accounts/"+id(a.ID)).is(200).body), &account); err != nil {
				t.Fatal(err)
			}
			return account.Fields
		}
		got := fields(ana)
		if len(got) == 0 || got[0].Name != "Verified clinician" || !strings.HasPrefix(got[0].Value, "Verified: Physician") || strings.ContainsAny(got[0].Value, "<>") {
			t.Errorf("a verified physician: %+v", got)
		}
		for _, f := range fields(ben) {
			if strings.Contains(f.Name+f.Value, "erified clinician") {
				t.Errorf("level 2: %+v", f)
			}
		}
		var own CredentialAccount
		if err := json.Unmarshal([]byte(client.get("/api/v1/accounts/verify_credentials").is(200).body), &own); err != nil {
			t.Fatal(err)
		}
		if len(own.Fields) == 0 || own.Fields[0].Name != "Verified clinician" || len(own.Source.Fields) != 0 {
			t.Errorf("one's own: %+v, to edit: %+v", own.Fields, own.Source.Fields)
		}
		if err := s.store.ChangeCredential(s.Context(), storage.StateChange{Actor: ana.ID, State: credential.Suspended, Reason: "sanction"}); err != nil {
			t.Fatal(err)
		}
		if got := fields(ana); len(got) != 0 {
			t.Errorf("suspended: %+v", got)
		}
	})
}
