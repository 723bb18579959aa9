package deidentify

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// Every language's file has the same shape: no unknown field, no unknown list, the same replacements.
func TestDataFilesHaveOneShape(t *testing.T) {
	files, err := data.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	english := readDialect("en.json")
	seen := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".json") {
			continue
		}
		seen++
		raw, _ := data.ReadFile("data/" + f.Name())
		decoder := json.NewDecoder(strings.NewReader(string(raw)))
		decoder.DisallowUnknownFields()
		var d dialect
		if err := decoder.Decode(&d); err != nil {
			t.Errorf("%s: %v", f.Name(), err)
		}
		if d.Language+".json" != f.Name() {
			t.Errorf("%s says it is %q", f.Name(), d.Language)
		}
		for name := range d.Lists {
			if listNamed[name] == listNone {
				t.Errorf("%s: no rule reads the list %q", f.Name(), name)
			}
		}
		want := slices.Sorted(maps.Keys(english.Replace))
		if got := slices.Sorted(maps.Keys(d.Replace)); !slices.Equal(got, want) {
			t.Errorf("%s: replacements %v, want %v", f.Name(), got, want)
		}
		for name := range listNamed {
			if _, found := english.Lists[name]; !found && name != "streetEnd" {
				t.Errorf("English has no list %q", name)
			}
		}
	}
	if seen < 2 {
		t.Errorf("%d languages, want English and another", seen)
	}
}

func TestVocabularyIsSorted(t *testing.T) {
	words := strings.Split(strings.TrimSpace(vocabulary), "\n")
	if !slices.IsSorted(words) || len(words) < 30_000 {
		t.Fatalf("%d words, sorted %v", len(words), slices.IsSorted(words))
	}
	for _, w := range []string{words[0], words[len(words)-1], "patient", "march"} {
		if !ordinary(w) {
			t.Errorf("%q is not found", w)
		}
	}
	for _, w := range []string{"", "zz", "aaaa", "zzzz", "wojciech", "haemoglobinxyz"} {
		if ordinary(w) {
			t.Errorf("%q is found", w)
		}
	}
}

func TestLanguageIsChosenByItsTag(t *testing.T) {
	for tag, want := range map[string]string{"": "en", "en": "en", "en-GB": "en", "de": "de", "de-AT": "de", "fr": "en", "!!": "en"} {
		if r, _ := rulesFor(tag); r.Language != want {
			t.Errorf("%q reads as %q, want %q", tag, r.Language, want)
		}
	}
}

func TestMonthComesFirstInAmerica(t *testing.T) {
	for tag, want := range map[string]string{"en-US": "Day +30", "en-GB": "Day +2", "en": "Day +2"} {
		found := Find("Discharged 03/04/2021.", Options{Language: tag, Anchor: anchor(tag)})
		if len(found) != 1 || found[0].Replacement != want {
			t.Errorf("%s: %+v, want %q", tag, found, want)
		}
	}
}

// anchor is two days before 3 April, and thirty before 4 March.
func anchor(tag string) time.Time {
	if tag == "en-US" {
		return time.Date(2021, 2, 2, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(2021, 4, 1, 0, 0, 0, 0, time.UTC)
}

func TestGerman(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Herr Wojciechowski wurde am 14.03.2021 aufgenommen.", "name:Wojciechowski date:14.03.2021"},
		{"Frau Dr. Anna Berger, Tel. 030 23125 123", "name:Anna Berger phone:030 23125 123"},
		{"wohnhaft Lindenstraße 5, 10969 Berlin", "place:Lindenstraße 5 place:10969 place:Berlin"},
		{"Die 94-jährige Patientin klagt über Husten.", "date:94"},
		{"Fallnummer 12345678, Versichertennummer A123456780", "record:12345678 plan:A123456780"},
		{"Rücksprache mit OA Schneider am Dienstag", "name:Schneider date:Dienstag"},
		{"Entlassung am 3. März 2021, Kontrolle im April", "date:3. März 2021 date:April"},
		{"Sein Sohn Peter wohnt in Nürnberg.", "name:Peter place:Nürnberg"},
		{"geb. 01.02.1950, verlegt aus dem Klinikum Augsburg", "date:01.02.1950 place:Klinikum Augsburg"},
		{"Kennzeichen B-AB 1234, IBAN DE89 3704 0044 0532 0130 00", "vehicle:B-AB 1234 account:DE89 3704 0044 0532 0130 00"},
		{"Morbus Parkinson, Hashimoto-Thyreoiditis und Dupuytren-Kontraktur. Metoprolol 47,5 mg 1-0-1.", ""},
		{"Blutdruck 142/88, Schmerzen 7/10, Wirbelkörper L4/5, T3N1M0, Tag 12/30.", ""},
		{"Der Patient hat Fieber und Husten. Untersuchung ohne Befund. Verlauf gut.", ""},
	} {
		if got := strings.Join(stops(c.text, Options{Language: "de"}), " "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
	found := Find("Am 12.03.2021 aufgenommen, am 15.03.2021 entlassen.", Options{Language: "de-DE"})
	if len(found) != 2 || found[1].Replacement != "Tag +3" {
		t.Errorf("%+v", found)
	}
}

// stops lists what would stop a text, as "category:text".
func stops(text string, o Options) []string {
	var all []string
	for _, f := range Find(text, o) {
		if f.Severity > Warn {
			all = append(all, string(f.Category)+":"+text[f.Start:f.End])
		}
	}
	return all
}
