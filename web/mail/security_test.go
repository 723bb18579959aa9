package mail

import (
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
)

// Letters about the own account say what happened and have no link: whoever
// follows one in such a letter follows the next false one too.
func TestSecurityLettersHaveNoLink(t *testing.T) {
	for template, says := range map[string][2]string{
		storage.LetterDevice:   {"a browser that has not been seen there before", "Browser angemeldet, der dort noch nicht bekannt war"},
		storage.LetterRecovery: {"one of your recovery codes", "einem Ihrer Wiederherstellungscodes"},
		storage.LetterFactors:  {"a second factor was added, removed, locked or reset", "ein zweiter Faktor hinzugefügt, entfernt, gesperrt"},
	} {
		for i, language := range []string{"en", "de"} {
			s := &sink{}
			o := plain(t, s)
			o.meet(func(u *community.User) { u.Language = language })
			if err := o.post(template); err != nil {
				t.Fatal(err)
			}
			subject, body := read(t, one(t, s))
			if !strings.Contains(strings.Join(strings.Fields(body), " "), says[i]) || strings.ContainsAny(subject+body, "⟦⟧{}<>") {
				t.Errorf("%s in %s: %s\n%s", template, language, subject, body)
			}
			if strings.Contains(body, "://") || strings.Contains(body, "here.example") {
				t.Errorf("%s has a link: %s", template, body)
			}
		}
	}
}
