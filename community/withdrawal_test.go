package community_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"testing"

	"consilium/community"
)

func someCode(t *testing.T) community.WithdrawalCode {
	t.Helper()
	var random [19]byte
	_, _ = rand.Read(random[:])
	return community.MakeWithdrawalCode(random)
}

// TestCodeOfAWithdrawalIsLongEnough checks that all 95 bits are the random bytes', and
// that a code is read back however it was typed.
func TestCodeOfAWithdrawalIsLongEnough(t *testing.T) {
	seen := map[community.WithdrawalCode]bool{}
	for place := range 19 {
		for value := range 32 {
			var random [19]byte
			random[place] = byte(value)
			seen[community.MakeWithdrawalCode(random)] = true
		}
	}
	if len(seen) != 19*31+1 {
		t.Errorf("%d codes of %d", len(seen), 19*31+1)
	}
	code := someCode(t)
	grouped := code.Grouped()
	if len(grouped) != 24 || strings.Count(grouped, "-") != 4 || strings.ContainsAny(grouped, "ILOU") {
		t.Errorf("a code reads %q", grouped)
	}
	for _, typed := range []string{grouped, string(code), strings.ToLower(grouped), " " + strings.ReplaceAll(grouped, "-", " – ") + "\n",
		strings.NewReplacer("0", "o", "1", "l").Replace(grouped), strings.NewReplacer("0", "O", "1", "I").Replace(grouped)} {
		if got, err := community.ParseWithdrawalCode(typed); err != nil || got != code {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

// TestTypingErrorsOfACodeAreTold changes each letter to every other, swaps every two,
// leaves one out and adds one.
func TestTypingErrorsOfACodeAreTold(t *testing.T) {
	const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	code := string(someCode(t))
	wrong := func(typed string) {
		t.Helper()
		if _, err := community.ParseWithdrawalCode(typed); typed != code {
			wantProblem(t, err, "code", "withdraw.typing_error")
		}
	}
	for i := range code {
		for _, other := range letters {
			wrong(code[:i] + string(other) + code[i+1:])
		}
		for j := i + 1; j < len(code); j++ {
			swapped := []byte(code)
			swapped[i], swapped[j] = swapped[j], swapped[i]
			wrong(string(swapped))
		}
		wrong(code[:i] + code[i+1:])
		wrong(code[:i] + "7" + code[i:])
	}
	for _, typed := range []string{"", "U", strings.Repeat("0", 20)[:19] + "Ü", strings.Repeat("7", 500), "\x00", "ＡＢＣ"} {
		wrong(typed)
	}
}

// TestACodeIsNotPrintedByAccident prints a code the ways logs do.
func TestACodeIsNotPrintedByAccident(t *testing.T) {
	code := someCode(t)
	for _, s := range []string{fmt.Sprint(code), fmt.Sprintf("%v %s", code, code), fmt.Sprint(fmt.Errorf("code %v: %w", code, community.ErrNotFound))} {
		if strings.Contains(s, string(code)) || strings.Contains(s, code.Grouped()) {
			t.Errorf("printed: %s", s)
		}
	}
}

func TestWhoMayWithdraw(t *testing.T) {
	ana, bob := cast()
	ben := ana
	ben.ID = 9
	theirs := caseOf(ana)
	theirs.Local = true
	kept := theirs
	clinical := *theirs.Case
	clinical.Steward = ben.ID
	kept.Case = &clinical
	solved := theirs
	archived := *theirs.Case
	archived.Status = community.CaseArchived
	solved.Case = &archived
	gone, note, foreign := theirs, theirs, theirs
	gone.Deleted, note.Case, foreign.Local = at(1), nil, false
	for name, c := range map[string]struct {
		by     community.Actor
		role   community.Role
		post   community.Post
		reason string
		ground community.WithdrawalGround
		err    error
	}{
		"author":             {ana, community.Member, theirs, "", community.WithdrawnByAuthor, nil},
		"author, archived":   {ana, community.Member, solved, "", community.WithdrawnByAuthor, nil},
		"author, a reason":   {ana, community.Member, theirs, "why", community.WithdrawnByAuthor, nil},
		"steward":            {ben, community.Member, kept, "", community.WithdrawnBySteward, nil},
		"another member":     {ben, community.Member, theirs, "", "", community.ErrForbidden},
		"officer":            {ben, community.Officer, theirs, "why", "", community.ErrForbidden},
		"moderator":          {ben, community.Moderator, theirs, "why", community.WithdrawnByStaff, nil},
		"somebody elsewhere": {bob, community.Moderator, theirs, "why", "", community.ErrForbidden},
		"withdrawn already":  {ana, community.Member, gone, "", "", community.ErrNotFound},
		"no case":            {ana, community.Member, note, "", "", community.ErrNotFound},
		"a case elsewhere":   {ana, community.Moderator, foreign, "why", "", community.ErrNotFound},
	} {
		w, err := community.Withdraw(c.by, c.role, c.post, c.reason)
		if !errors.Is(err, c.err) || err == nil && (w.Ground != c.ground || w.Post != c.post.ID || w.By != c.by.ID) {
			t.Errorf("%s: %+v, %v", name, w, err)
		}
	}
	for _, reason := range []string{"", "  ", strings.Repeat("x", community.MaxWithdrawalReason+1)} {
		_, err := community.Withdraw(ben, community.Moderator, theirs, reason)
		wantProblem(t, err, "reason", "post.delete.reason_needed")
	}
}

// TestAnEditThatRemovesAnIdentifierDestroys compares the findings of old and new.
func TestAnEditThatRemovesAnIdentifierDestroys(t *testing.T) {
	ana, _ := cast()
	named, clean := "Seen with Mrs Margaret Hill on 12 March 2026.", "Seen on day 3."
	for name, c := range map[string]struct {
		old, new string
		drop     bool
		destroys bool
	}{
		"a name and a date go":   {named, clean, false, true},
		"only the date goes":     {named, "Seen with Mrs Margaret Hill.", false, true},
		"nothing was there":      {clean, "Seen on day 4.", false, false},
		"it stays":               {named, named + " Better now.", false, false},
		"it comes":               {clean, named, false, false},
		"it only changes places": {named, "Better. " + named, false, false},
		"asked for":              {clean, clean, true, true},
	} {
		d := caseDraft()
		d.PresentingComplaint = c.new
		old := caseOf(ana)
		old.Local = true
		old.Case.PresentingComplaint = c.old
		draft, in := community.PostDraft{Audience: old.Audience.Kind, Case: d, DropVersions: c.drop}, community.Surroundings{Now: at(5), Openness: everythingOn}
		p, err := community.Revise(ana, old, draft, in)
		if stopped, is := errors.AsType[*community.Stopped](err); is { // a reviewer lets it through
			draft.Gate.Released = stopped.Digest
			p, err = community.Revise(ana, old, draft, in)
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if p.Destroys() != c.destroys {
			t.Errorf("%s: destroys %v", name, p.Destroys())
		}
	}
}
