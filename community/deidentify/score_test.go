package deidentify

import "testing"

func TestScore(t *testing.T) {
	small := Author{Named: true, Hospital: "a small hospital", Small: true}
	for _, c := range []struct {
		text   string
		author Author
		want   Level
	}{
		{"A 57-year-old with cellulitis was given flucloxacillin.", Author{}, Passes},
		{"A patient in their fifties came last night.", Author{}, Passes},
		{"A patient in their fifties came to us last night with chest pain.", small, Warns},
		{"Triplets with epidermolysis bullosa.", Author{}, Warns},
		{"The mayor, 61, was injured in the plane crash.", Author{}, Holds},
		{"Last night in our emergency department: man impaled on a fence after the train crash.", small, Holds},
		{"A 48-year-old from Wenlow was mauled by a tiger.", Author{}, Warns},
	} {
		r := Score(c.text, c.author)
		if r.Level != c.want {
			t.Errorf("%s\n level %d with %d from %+v, want %d", c.text, r.Level, r.Score, r.Traits, c.want)
		}
		for _, trait := range r.Traits {
			if trait.Start < 0 || trait.End > len(c.text) || trait.Weight <= 0 || trait.Reason == "" {
				t.Errorf("%s: %+v", c.text, trait)
			}
		}
	}
}

// The same kind of trait counts once, and all its places are told.
func TestScoreCountsAKindOnce(t *testing.T) {
	once, twice := Score("Seen yesterday.", Author{}), Score("Seen yesterday, and again today.", Author{})
	if once.Score != twice.Score || len(twice.Traits) != 2 {
		t.Errorf("%+v, %+v", once, twice)
	}
}

// A pseudonym gives no place away, and an author without a place neither.
func TestScoreOfTheAuthorsProfile(t *testing.T) {
	text := "Came to our department last night."
	hidden, shown := Score(text, Author{Hospital: "x", Small: true}), Score(text, Author{Named: true, Hospital: "x"})
	if hidden.Score >= shown.Score {
		t.Errorf("pseudonym %d, named %d", hidden.Score, shown.Score)
	}
	if r := Score(text, Author{Named: true}); r.Score != hidden.Score {
		t.Errorf("no place on the profile, and yet %d", r.Score)
	}
}
