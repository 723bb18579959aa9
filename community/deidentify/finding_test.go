package deidentify

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// What has to be found, by the letters of 45 CFR 164.514(b)(2)(i).
func TestFind(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		// A
		{"Mr Smith was seen.", "name:Smith"},
		{"mr smith was seen in clinic and was given advice about diet and exercise", "name:smith"},
		{"Spoke with Md. Rahman about it.", "name:Md. Rahman"},
		{"Patient: O'BRIEN, SIOBHAN", "name:O'BRIEN, SIOBHAN"},
		{"Dr Parkinson saw her. Parkinson's disease is unlikely. Parkinson agreed.", "name:Parkinson name:Parkinson"},
		{"Her daughter Adaobi phoned. Adaobi's number is unknown.", "name:Adaobi name:Adaobi"},
		{"seen with J. R. van der Berg today", "name:J. R. van der Berg"},
		// B
		{"lives at 14 Elm Road, Wenlow, LS6 2AB", "place:14 Elm Road place:Wenlow place:LS6 2AB"},
		{"Springfield, IL 62704", "place:Springfield place:62704"},
		{"transferred from St Brigid's Hospital to Ward 7B", "place:St Brigid's Hospital place:Ward 7B"},
		{"She moved from Oslo to Kenya.", "place:Oslo"},
		// C
		{"on 2021-03-14 and 14/3/21, on 3/14", "date:2021-03-14 date:14/3/21 date:3/14"},
		{"since last Tuesday, on 12 March", "date:last Tuesday date:12 March"},
		{"a 94-year-old, aged 91, 97F", "date:94 date:91 date:97F"},
		{"a ninety-four-year-old man", "date:ninety-four"},
		{"seen 2021-03-14T10:30:00Z", "date:2021-03-14T10:30:00Z"},
		// D, E, F
		{"call (212) 555-0142 or +44 20 7946 0018 ext 12", "phone:(212) 555-0142 phone:+44 20 7946 0018 ext 12"},
		{"fax 020 7946 0018", "fax:020 7946 0018"},
		{"mail ann@example.org or ann dot b at example dot org", "email:ann@example.org email:ann dot b at example dot org"},
		// G to M
		{"SSN 900-70-1234, NHS 999 000 0018, NI QQ 12 34 56 C", "national:900-70-1234 national:999 000 0018 national:QQ 12 34 56 C"},
		{"9434765919", "national:9434765919"},
		{"MRN: 1234567; hosp. no. H12345", "record:1234567 record:H12345"},
		{"Medicaid ID AB12345678", "plan:AB12345678"},
		{"1EG4-TE5-MK73", "plan:1EG4-TE5-MK73"},
		{"card 4111 1111 1111 1111, GB82 WEST 1234 5698 7654 32", "account:4111 1111 1111 1111 account:GB82 WEST 1234 5698 7654 32"},
		{"DEA AB1234563", "licence:AB1234563"},
		{"his car, reg AB12 CDE", "vehicle:AB12 CDE"},
		{"serial no. PJN123456, UDI (01)00012345600012(21)A12345", "device:PJN123456 device:(01)00012345600012(21)A12345"},
		// N, O, R
		{"photos on https://albums.example.com/u/ann", "url:https://albums.example.com/u/ann"},
		{"login from 192.0.2.17 and 2001:db8::1:2", "network:192.0.2.17 network:2001:db8::1:2"},
		{"Instagram ann_wenlow_91, ref. 77-12345", "unique:ann_wenlow_91 unique:77-12345"},
		// P, Q
		{"His fingerprint is on file.", "biometric:fingerprint"},
		{"I attach a photo of her face.", "face:photo of her face"},
	} {
		if got := strings.Join(stops(c.text, Options{Language: "en"}), " "); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

// What looks like an identifier and has to stay.
func TestTraps(t *testing.T) {
	for _, text := range []string{
		"Parkinson's disease, Hodgkin lymphoma, Graves' disease, Whipple procedure, Babinski downgoing, Kerley B lines, Hampton hump, Roux-en-Y, Crohn's.",
		"May improve. Will review. Grace score 140. Hope to discharge.",
		"Lyme disease, Norwalk virus, Ebola, Coxsackie B, St. Louis encephalitis, Marburg virus.",
		"Percocet 5/325 mg, BP 142/88, pain 2/10, C5/6 disc, Day 12/30, T3N1M0, march fracture, version 4.2.1.",
		"HR 104, NCT04470427, PMID 31452104, ISBN 978-0-306-40615-7, doi:10.1056/NEJMoa2034577.",
		"Platelets 250000, viral load 1200000 copies, ferritin 123456789.",
		"MRN-negative? MRSA negative. SN biopsy, licensed for children.",
		"Plate fixation, LCP plate 3.5 mm, plate with 8 holes.",
		"See section 1.2.3.4 and https://www.nice.org.uk/guidance/ng136.",
		"rs80357914, BRCA1 c.68_69del, HLA-B27, TP53 R175H.",
		"Smith J, Jones A, et al. N Engl J Med 2013;369:1145-54. Lee et al. 2018. Brown and Green (2019).",
		"Methotrexate every Monday. Follow-up in 6/12, antibiotics for 5/7.",
		"Call 999 or Samaritans on 116 123.",
		"She is from Kenya, speaks French, was born in 1961.",
		"MR angiography normal. MS relapse.",
	} {
		if got := stops(text, Options{Language: "en"}); len(got) > 0 {
			t.Errorf("%s\n found %v", text, got)
		}
	}
}

// Spans point into the text as it was given, whatever was done to hide what is in it.
func TestSpansPointIntoTheOriginal(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Mr Sm\u200bith left", "Sm\u200bith"},
		{"Mr\u00a0Smith left", "Smith"},
		{"Mr Smіth left", "Smіth"}, // a Ukrainian i
		{"call ０２０ ７９４６ ００１８ now", "０２０ ７９４６ ００１８"},
		{"Mrs Jose\u0301 left", "Jose\u0301"},
		{"lives at 14 Elm\nRoad, ok", "14 Elm\nRoad"},
		{"Ünal ﬁrst: Mr Smith", "Smith"},
		{"mobile O77OO 9OO123 please", "O77OO 9OO123"},
	} {
		found := Find(c.text, Options{})
		if !slices.ContainsFunc(found, func(f Finding) bool { return c.text[f.Start:f.End] == c.want }) {
			t.Errorf("%q: found %q, want %q", c.text, stops(c.text, Options{}), c.want)
		}
	}
}

func TestReplacements(t *testing.T) {
	text := "Mr Smith, aged 94, DOB 01/02/1930, was admitted on 10/03/2021 to St Brigid's Hospital, operated 13 March and seen in April 2021. His wife is 57 years old."
	got := Apply(text, Find(text, Options{Language: "en-GB"}))
	want := "Mr [name], aged 90+, DOB [date of birth], was admitted on Day 0 to a hospital, operated Day +3 and seen in 2021. His wife is 55–59 years old."
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	found := Find("Seen 10/03/2021.", Options{Anchor: time.Date(2021, 3, 12, 9, 0, 0, 0, time.UTC)})
	if len(found) != 1 || found[0].Replacement != "Day -2" {
		t.Errorf("%+v", found)
	}
}

// Apply takes only what fits, in any order, and leaves the rest alone.
func TestApplyIsNotConfused(t *testing.T) {
	text := "one two three"
	got := Apply(text, []Finding{
		{Start: 8, End: 13, Replacement: "3"}, {Start: 0, End: 3, Replacement: "1"}, {Start: 2, End: 6, Replacement: "x"},
		{Start: 9, End: 99, Replacement: "x"}, {Start: 4, End: 7}, {Start: -5, End: 2, Replacement: "x"}, {Start: 5, End: 5, Replacement: "x"},
	})
	if got != "1 two 3" {
		t.Errorf("got %q", got)
	}
}

// Replacing everything leaves nothing that would block, in all notes of both halves.
func TestNothingBlocksAfterApply(t *testing.T) {
	for _, name := range []string{"develop", "holdout"} {
		for _, m := range readHalf(t, name).corpus(4) {
			clean := Apply(m.text, Find(m.text, Options{}))
			for _, f := range Find(clean, Options{}) {
				if f.Severity == Block {
					t.Errorf("%s: %s %q blocks again", name, f.Category, clean[f.Start:f.End])
				}
			}
		}
	}
}

func TestSeverities(t *testing.T) {
	for text, want := range map[string]Severity{
		"NHS no. 999 000 0018": Block, "mail ann@example.org": Block, "Mr Smith": Block, "DOB 01/02/1950": Block, "aged 94": Block,
		"since last Tuesday": Hold, "on Ward 7B": Hold, "His fingerprint": Hold, "Instagram ann_wenlow_91": Hold,
		"a 57-year-old": Warn, "it began last night": Warn,
	} {
		found := Find(text, Options{})
		if len(found) != 1 || found[0].Severity != want {
			t.Errorf("%s: %+v, want severity %d", text, found, want)
		}
		for _, f := range found {
			if !strings.HasPrefix(f.Reason, "gate.") || f.Confidence <= 0 || f.Confidence > 1 {
				t.Errorf("%s: %+v", text, f)
			}
		}
	}
}

// An ordinary post is only ever warned about, and only where it speaks of a patient.
func TestOrdinaryPosts(t *testing.T) {
	for text, want := range map[string]int{
		"Meet me in Oslo on 12 March, call 020 7946 0018, Mr Smith organises it.": 0,
		"My patient, Mr Smith, came on 12 March.":                                 2,
	} {
		found := Find(text, Options{Kind: Post})
		if len(found) != want {
			t.Errorf("%s: %d findings, want %d", text, len(found), want)
		}
		for _, f := range found {
			if f.Severity != Warn {
				t.Errorf("%s: severity %d", text, f.Severity)
			}
		}
	}
	far := "My patient is well. " + strings.Repeat("Nothing else happened here. ", 20) + "Call me on 020 7946 0018."
	if found := Find(far, Options{Kind: Post}); len(found) > 0 {
		t.Errorf("warns far from the patient: %+v", found)
	}
}

// A long sentence that begins as sentences do is no note without capitals: what no list
// has is a word of medicine in it, not a name.
func TestLongSentences(t *testing.T) {
	for _, text := range []string{
		"Third admission in three summers with tiredness, unsteady gait and a sodium that goes down again.",
		"There are crescents in more than a quarter of the glomeruli. Then the discussion about cyclophosphamide starts.",
	} {
		if found := Find(text, Options{Kind: Case}); len(found) > 0 {
			t.Errorf("%q: %+v", text, found)
		}
	}
	if found := Find("seen by the doctor on the ward, spoke with zbigniew who said that he feels better today", Options{Kind: Case}); len(found) == 0 {
		t.Error("nothing was found in a note without capitals")
	}
}

func TestOwnAddressesPass(t *testing.T) {
	text := "Write to ann.berg@example.org or ask @ann@clinic.example, not eve@example.org."
	o := Options{Own: []string{"ann.berg@example.org", "@ann@clinic.example"}}
	if got := strings.Join(stops(text, o), " "); got != "email:eve@example.org" {
		t.Errorf("got %s", got)
	}
}

// A handle that is let through lets nothing longer through that holds it.
func TestOwnHandleIsNoPartOfAnAddress(t *testing.T) {
	for text, found := range map[string]bool{
		"Ask @ana, or (@ana).": false, "Write to jane.roe@ana.example": true, "See @ana.example/jane-roe": true,
	} {
		got := strings.Join(stops(text, Options{Own: []string{"@ana", "@ana@clinic.example", "@"}}), " ")
		if (got != "") != found {
			t.Errorf("%s: found %q", text, got)
		}
	}
}

// Whoever shows reasons can know them all beforehand.
func TestReasonsAreAll(t *testing.T) {
	reasons := Reasons()
	for _, m := range readHalf(t, "develop").corpus(5) {
		for _, f := range Find(m.text, Options{}) {
			if !slices.Contains(reasons, f.Reason) {
				t.Errorf("%q is not in Reasons", f.Reason)
			}
		}
	}
	for _, tag := range []string{"en", "de"} {
		for _, trait := range spoken[tag].Traits {
			if !slices.Contains(reasons, trait.Reason) {
				t.Errorf("%s: %q is not in Reasons", tag, trait.Reason)
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, seed := range []string{"", "Mr Smith, 14/3/21, MRN 1234567, a@b.org", "\xff\x00[name] Dr \u0301", "10.1056/x et al 2013;1 PMID", "(((+++@@@", "Ward 7B LS6 2AB St Brigid's Hospital of", "ａ@ｂ.org a dot b at c dot org", "IBAN GB82 WEST 1234"} {
		f.Add(seed, "en", false)
		f.Add(seed, "de-AT", true)
	}
	f.Fuzz(func(t *testing.T, text, language string, post bool) {
		o := Options{Language: language, Own: []string{text[:min(len(text), 3)]}}
		if post {
			o.Kind = Post
		}
		found := Find(text, o)
		valid := utf8.ValidString(text)
		end := 0
		for _, x := range found {
			if x.Start < end || x.End <= x.Start || x.End > len(text) {
				t.Fatalf("span %d–%d of %d after %d", x.Start, x.End, len(text), end)
			}
			if !utf8.RuneStart(text[x.Start]) || x.End < len(text) && valid && !utf8.RuneStart(text[x.End]) {
				t.Fatalf("span %d–%d cuts a rune", x.Start, x.End)
			}
			end = x.End
		}
		if out := Apply(text, found); valid && !utf8.ValidString(out) {
			t.Fatal("a valid text became invalid")
		}
		Score(text, Author{Language: language, Named: post, Place: "x"})
	})
}
