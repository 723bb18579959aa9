package credential_test

import (
	"errors"
	"strings"
	"testing"

	"consilium/community/credential"
)

func TestCheckNumberAccepts(t *testing.T) {
	for _, c := range []struct {
		register     credential.Register
		number, want string
	}{
		// clinical.md, appendix A
		{"npi", "1234567893", "1234567893"},
		{"npi", "1000000004", "1000000004"},
		{"npi", "2000000002", "2000000002"},
		{"npi", "1999999992", "1999999992"},
		{"orcid", "0000-0002-1825-0097", "0000-0002-1825-0097"},
		{"orcid", "0000-0001-5000-0007", "0000-0001-5000-0007"},
		// as people write them
		{"npi", " 1234 567-893\n", "1234567893"},
		{"npi", "１２３４５６７８９３", "1234567893"},             // full width
		{"npi", "1234\u00a0567\u2011893", "1234567893"}, // from a word processor
		{"npi", "1234567893\u200b\ufeff", "1234567893"}, // from a web page
		{"gmc", "123 4567", "1234567"},                  //
		{"nmc", "98i1234e", "98I1234E"},                 //
		{"nmc", "98 I 1234 E", "98I1234E"},              //
		{"gphc", "2012345", "2012345"},                  //
		{"ahpra", "med 000 123 4567", "MED0001234567"},  //
		{"big", "12345678901", "12345678901"},           //
		{"rpps", "10000000009", "10000000009"},          // Luhn
		{"efn", "80276 12345 67890", "802761234567890"}, //
		{"orcid", "000000021825009 7", "0000-0002-1825-0097"},
		{"orcid", "https://orcid.org/0000-0002-1694-233x", "0000-0002-1694-233X"},
		{"ca", "cpso 12345", "CPSO-12345"},
		{"ca", "CPSO:12345", ""},
		{"in", "KMC-2010/05/1234", "KMC-2010-05-1234"},
		{"in", "MCI12345", "MCI-12345"},
		{"other", "HPCSA MP 0123456", "HPCSA-MP-0123456"},
		{"at-oeaek", "1234-56 a", "123456A"},
	} {
		got, err := credential.CheckNumber(c.register, c.number)
		if c.want == "" {
			if err == nil {
				t.Errorf("%s %q: accepted as %q", c.register, c.number, got)
			}
			continue
		}
		if err != nil || got != c.want {
			t.Errorf("%s %q: %q, %v; want %q", c.register, c.number, got, err, c.want)
		}
		if again, err := credential.CheckNumber(c.register, got); err != nil || again != got {
			t.Errorf("%s %q: the kept form reads as %q, %v", c.register, got, again, err)
		}
	}
}

func TestCheckNumberRefuses(t *testing.T) {
	const format, check = "register.number_format.", "register.number_check"
	for _, c := range []struct {
		register    credential.Register
		number, key string
	}{
		{"npi", "1234567890", check},               // appendix A
		{"npi", "9999999992", format + "npi"},      // appendix A
		{"npi", "9999999995", format + "npi"},      // checks, and begins with neither 1 nor 2
		{"npi", "123456789", format + "npi"},       //
		{"npi", "12345678931", format + "npi"},     //
		{"npi", "123456789O", format + "npi"},      // the letter
		{"npi", "١٢٣٤٥٦٧٨٩٣", format + "npi"},      // digits of another script
		{"npi", "808401234567893", format + "npi"}, // with the card's prefix
		{"npi", "1234567893\x00", format + "npi"},
		{"npi", strings.Repeat(" ", 60) + "1234567893", format + "npi"},
		{"npi", strings.Repeat("1", 1<<20), format + "npi"},
		{"npi", " \t", "register.number_missing"},
		{"npi", "\u200b", format + "npi"},
		{"npi", "\xff\xfe", format + "npi"},
		{"gmc", "0000000", check},
		{"gmc", "12345678", format + "gmc"},
		{"nmc", "9811234E", format + "nmc"},
		{"nmc", "98І1234E", format + "nmc"}, // Cyrillic
		{"ahpra", "ME00001234567", format + "ahpra"},
		{"big", "00000000000", check},
		{"rpps", "10000000004", check},
		{"rpps", "00000000000", check}, // Luhn alone would pass
		{"efn", "80276123456789", format + "efn"},
		{"orcid", "0000-0002-1825-0098", check},
		{"orcid", "0000-0002-1825-009", format + "orcid"},
		{"orcid", "0000-0002-182X-0097", format + "orcid"},
		{"orcid", "https://orcid.example/0000-0002-1825-0097", format + "orcid"},
		{"ca", "12345", format + "ca"},
		{"ca", "CPSO", format + "ca"},
		{"in", "K 1", format + "in"},
		{"other", "BODY <script>1", format + "other"},
		{"other", "BODY " + strings.Repeat("1", 31), format + "other"},
		{"at-oeaek", "ABC", format + "own"},
		{"at-oeaek", "1'; --", format + "own"},
		{"fax", "1234567", "register.unknown"},
		{"", "1234567", "register.unknown"},
		{"AT-oeaek", "1234567", "register.unknown"},
		{"at-", "1234567", "register.unknown"},
		{"at-ö", "1234567", "register.unknown"},
	} {
		got, err := credential.CheckNumber(c.register, c.number)
		fault, is := errors.AsType[*credential.Fault](err)
		if !is || fault.Key != c.key || got != "" {
			t.Errorf("%s %.40q: %q, %v; want %s", c.register, c.number, got, err, c.key)
		}
	}
}

// One wrong digit, or two neighbours the wrong way round, is found by each check
// (but for 0 and 9, which Luhn cannot tell in order).
func TestCheckDigitsFindSlips(t *testing.T) {
	for register, number := range map[credential.Register]string{"npi": "1234567893", "rpps": "10003456786", "orcid": "0000000218250097"} {
		kept, err := credential.CheckNumber(register, number)
		if err != nil {
			t.Fatalf("%s: %v", register, err)
		}
		for i := range number {
			for digit := byte('0'); digit <= '9'; digit++ {
				slip := number[:i] + string(digit) + number[i+1:]
				if got, err := credential.CheckNumber(register, slip); err == nil && got != kept {
					t.Errorf("%s: %s passes for %s", register, slip, number)
				}
			}
			if i > 0 && number[i] != number[i-1] && number[i]+number[i-1] != '0'+'9' {
				slip := number[:i-1] + string(number[i]) + string(number[i-1]) + number[i+1:]
				if _, err := credential.CheckNumber(register, slip); err == nil {
					t.Errorf("%s: %s passes for %s", register, slip, number)
				}
			}
		}
	}
}

// V11: two claims of one number are found however it is written.
func TestTwoClaimsOfOneNumberHaveOneIdentity(t *testing.T) {
	for register, spellings := range map[credential.Register][]string{
		"npi":      {"1234567893", "1234-567-893", " 1234 567 893", "１２３４５６７８９３"},
		"nmc":      {"98I1234E", "98i1234e", "98-I-1234-E"},
		"orcid":    {"0000-0002-1825-0097", "0000000218250097", "https://orcid.org/0000-0002-1825-0097"},
		"ca":       {"CPSO 12345", "cpso-12345", "CPSO12345", "CPSO 123-45"},
		"at-oeaek": {"1234-56", "123456", "1234/56"},
	} {
		seen := map[string]bool{}
		for _, s := range spellings {
			number, err := credential.CheckNumber(register, s)
			if err != nil {
				t.Fatalf("%s %q: %v", register, s, err)
			}
			seen[credential.Identity(register, number)] = true
		}
		if len(seen) != 1 {
			t.Errorf("%s: %d identities %v", register, len(seen), seen)
		}
	}
	if credential.Identity("gmc", "1234567") == credential.Identity("gphc", "1234567") {
		t.Error("one number of two registers is one identity")
	}
}

// Each register says where it is and whom it has, in words of the vocabulary.
func TestRegisters(t *testing.T) {
	for _, r := range credential.Registers() {
		scope, ok := r.Scope()
		if !ok || len(scope.Professions) == 0 {
			t.Errorf("%s: no scope", r)
		}
		for _, p := range scope.Professions {
			if !p.Known() {
				t.Errorf("%s: profession %s is not in the vocabulary", r, p)
			}
		}
		if r.Clinical() == (r == credential.RegisterORCID) {
			t.Errorf("%s: clinical %v", r, r.Clinical())
		}
		scope.Professions[0] = "quack"
		if again, _ := r.Scope(); again.Professions[0] == "quack" {
			t.Errorf("%s: the table can be changed from outside", r)
		}
	}
	if scope, ok := credential.Register("at-oeaek").Scope(); !ok || scope.Country != "AT" {
		t.Errorf("own register: %+v %v", scope, ok)
	}
	if credential.Register("quack").Clinical() {
		t.Error("an unknown register has clinicians")
	}
}

func FuzzCheckNumber(f *testing.F) {
	for _, r := range credential.Registers() {
		f.Add(string(r), "1234567893")
	}
	f.Add("at-oeaek", "12-34 a")
	f.Add("ca", "CPSO 12345")
	f.Add("orcid", "0000-0002-1694-233X")
	f.Fuzz(func(t *testing.T, register, number string) {
		r := credential.Register(register)
		kept, err := credential.CheckNumber(r, number)
		if err != nil {
			if fault, is := errors.AsType[*credential.Fault](err); !is || kept != "" || !strings.HasPrefix(fault.Key, "register.") {
				t.Fatalf("%q %q: %q, %v", register, number, kept, err)
			}
			return
		}
		if again, err := credential.CheckNumber(r, kept); err != nil || again != kept {
			t.Fatalf("%q %q: kept as %q, which reads as %q, %v", register, number, kept, again, err)
		}
		if len(kept) > 64 || strings.ContainsFunc(kept, func(c rune) bool { return !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '-') }) {
			t.Fatalf("%q %q: kept as %q", register, number, kept)
		}
	})
}
