package federation

import (
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
)

// V13: who is labelled as no clinician is so on other servers too, in a field of
// the profile; nobody else has one.
func TestLabelFederates(t *testing.T) {
	t.Parallel()
	label := func(p community.Profession) (heading, word string) { return "Not a clinician", "<" + string(p) + ">" }
	onStageWith(t, Options{Label: label}, func(t *testing.T, s *stage) {
		if got := s.get(t, "/users/ana", s.bob); got.status != 200 || strings.Contains(got.body, "PropertyValue\",\"name\"") {
			t.Errorf("nobody labelled her: %d %s", got.status, got.body)
		}
		if err := s.store.LabelActor(t.Context(), storage.Label{Actor: s.ana.ID, Profession: "industry"}); err != nil {
			t.Fatal(err)
		}
		got := s.get(t, "/users/ana", s.bob)
		if !strings.Contains(got.body, `"type":"PropertyValue","name":"Not a clinician","value":"\u0026lt;industry\u0026gt;"`) &&
			!strings.Contains(got.body, `"type":"PropertyValue","name":"Not a clinician","value":"&lt;industry&gt;"`) {
			t.Errorf("labelled: %s", got.body)
		}
		jobs := s.count(t, `SELECT COUNT(*) FROM job WHERE payload LIKE '%/users/ana"%'`)
		if jobs == 0 {
			t.Error("the servers of her followers are not told")
		}
		if err := s.store.LabelActor(t.Context(), storage.Label{Actor: s.ana.ID, Profession: "physician"}); err == nil {
			t.Error("a clinician's profession is a label")
		}
	})
}
