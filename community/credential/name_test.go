package credential_test

import (
	"strings"
	"testing"
	"time"

	"consilium/community/credential"
)

func TestSimilarNames(t *testing.T) {
	for _, c := range []struct{ claimed, entry string }{
		{"John Smith", "SMITH, JOHN"},
		{"john smith", "JOHN SMITH"},
		{"Smith John", "SMITH, JOHN"},
		{"Smith, John", "John Smith"},
		{"Dr. med. John Smith, MD", "SMITH, JOHN"},
		// accents, hyphens, apostrophes, other spellings of one letter
		{"Zoë Müller", "MUELLER, ZOE"},
		{"Zoe Mueller", "Müller, Zoë"},
		{"Søren Kjær", "KJAER, SOREN"},
		{"Soeren Kjær", "Kjær, Søren"},
		{"Łukasz Wójcik", "WOJCIK, LUKASZ"},
		{"Siobhán O’Brien", "OBRIEN, SIOBHAN"},
		{"Siobhan O Brien", "O'BRIEN, SIOBHAN"},
		{"Anne-Marie Smith", "SMITH, ANNEMARIE"},
		{"Annemarie Smith", "SMITH, ANNE MARIE"},
		{"Mary Anne MacDonald", "MACDONALD, MARYANNE"},
		{"Ana Garcia-Lopez", "GARCIA LOPEZ, ANA"},
		{"Ana García", "GARCIA LOPEZ, ANA"},
		{"A\u0301ngel Pe\u0301rez", "PÉREZ, ÁNGEL"},
		// particles
		{"Jan van der Berg", "BERG, JAN"},
		{"Jan Berg", "VAN DER BERG, JAN"},
		{"Jan Vanderberg", "VAN DER BERG, JAN"},
		{"Jan van der Berg", "Jan van der Berg"},
		{"Omar Al-Hassan", "ALHASSAN, OMAR"},
		{"Minh Le", "LE, MINH"},
		// nicknames
		{"Bill Smith", "SMITH, WILLIAM"},
		{"William Smith", "SMITH, BILL"},
		{"Peggy Carter", "CARTER, MARGARET ANN"},
		{"Bob Jones", "JONES, ROBERT"},
		{"Tony Rossi", "ROSSI, ANTONIO"},
		{"Mohamed Saleh", "SALEH, MUHAMMAD"},
		// middle names and initials
		{"Mary Smith", "SMITH, MARY JANE"},
		{"Mary J. Smith", "SMITH, MARY JANE"},
		{"Mary Jane Smith", "SMITH, MARY J"},
		{"Mary Jane Smith", "SMITH, MARY"},
		{"Jane Smith", "SMITH, MARY JANE"},
		{"M. Jane Smith", "SMITH, MARY JANE"},
		{"John Smith Jr.", "SMITH, JOHN"},
		{"John Smith, Jr", "SMITH, JOHN JR"},
		// slips of the pen in long names
		{"Katarzyna Wisniewska", "WISNIEWSKI, KATARZYNA"},
		{"Alexander Schmitt", "SCHMIDT, ALEXANDER"},
		// other scripts, as they are
		{"Иван Петров", "ПЕТРОВ, ИВАН"},
	} {
		if score, ok := credential.Similar(c.claimed, []string{c.entry}); !ok || score < 0.9 {
			t.Errorf("%q and %q: %.2f %v", c.claimed, c.entry, score, ok)
		}
	}
}

func TestOtherNamesAreOthers(t *testing.T) {
	for _, c := range []struct{ claimed, entry string }{
		{"John Smith", "JONES, JOHN"},
		{"John Smith", "SMITH, PETER"},
		// alike in letters only
		{"Michael Smith", "SMITH, MICHELLE"},
		{"Daniel Smith", "SMITH, DANIELLE"},
		{"Christian Weber", "WEBER, CHRISTINA"},
		{"Mario Rossi", "ROSSI, MARIA"},
		{"Joan Smith", "SMITH, JOHN"},
		{"Wei Chang", "CHAN, WEI"},
		{"Anil Singh", "SINHA, ANIL"},
		{"Li Wang", "WONG, LI"},
		// what contradicts
		{"John Peter Smith", "SMITH, JOHN MICHAEL"},
		{"John P. Smith", "SMITH, JOHN MICHAEL"},
		{"John P. Smith", "SMITH, JOHN M"},
		{"John Smith Jr.", "SMITH, JOHN SR"},
		{"John Smith II", "SMITH, JOHN III"},
		// too little
		{"", "SMITH, JOHN"},
		{"   ", "SMITH, JOHN"},
		{",", "SMITH, JOHN"},
		{"Smith", "SMITH, JOHN"},
		{"Smith Smith", "SMITH, JOHN"},
		{"Dr Smith", "SMITH, JOHN"},
		{"J Smith", "SMITH, JOHN"},
		{"J. S.", "SMITH, JOHN"},
		{"John S", "SMITH, JOHN"},
		{"John", "SMITH, JOHN"},
		{"John Michael", "SMITH, JOHN MICHAEL"},
		{"John Michael", "John Michael Smith"},
		{"John Smith", "SMITH, J"},
		{"John Smith", "SMITH"},
		{"John Smith", "SMITH,"},
		{"John Smith", ""},
		{"van der", "VAN DER BERG, JAN"},
		{"Jan van der", "VAN DER BERG, JAN"},
		{"Jr Sr", "SMITH, JOHN"},
		{"' -", "' -"},
		{"x", "x"},
		// letters that only look the same
		{"Jоhn Smith", "SMITH, JOHN"},
		{"Alexаnder Schmidt", "SCHMIDT, ALEXANDER"},
	} {
		if score, ok := credential.Similar(c.claimed, []string{c.entry}); ok {
			t.Errorf("%q passes for %q: %.2f", c.claimed, c.entry, score)
		}
	}
}

// All names of an entry count, and the best of them decides.
func TestSimilarMaidenName(t *testing.T) {
	names := []string{"JONES, ANNA", "SMITH, ANNA", "SMITH, A"}
	for _, claimed := range []string{"Anna Smith", "Anna Jones", "Anna Smith-Jones"} {
		if _, ok := credential.Similar(claimed, names); !ok {
			t.Errorf("%s is none of %v", claimed, names)
		}
	}
	if score, ok := credential.Similar("Anna Miller", names); ok {
		t.Errorf("Anna Miller is one of them: %.2f", score)
	}
	if _, ok := credential.Similar("Anna Smith", nil); ok {
		t.Error("a name is like none")
	}
}

// Attack: a claim that lists names until some fit.
func TestSimilarListOfNames(t *testing.T) {
	for _, claimed := range []string{
		"John Peter Mary Anna Smith Jones Miller",
		"John Peter Paul Mary Anna Susan Smith Jones Miller Brown Taylor",
		strings.Repeat("John Smith ", 1000),
		strings.Repeat("Johnathan", 100) + " Smith",
		"John " + strings.Repeat("\u0301", 1<<20) + "Smith",
	} {
		began := time.Now()
		if score, ok := credential.Similar(claimed, []string{"SMITH, JOHN", strings.Repeat("SMITH ", 5000)}); ok {
			t.Errorf("%.40q… passes: %.2f", claimed, score)
		}
		if took := time.Since(began); took > time.Second {
			t.Errorf("%.40q… takes %v", claimed, took)
		}
	}
}

func FuzzSimilar(f *testing.F) {
	f.Add("Anne-Marie O’Brien", "O'BRIEN, ANNE MARIE")
	f.Add("Jan van der Berg, Jr.", "BERG, J")
	f.Add("\u0301, ", ",,")
	f.Fuzz(func(t *testing.T, claimed, entry string) {
		score, ok := credential.Similar(claimed, []string{entry})
		if score < 0 || score > 1 || ok && score < 0.9 {
			t.Fatalf("%q %q: %v %v", claimed, entry, score, ok)
		}
		if ok && (len(claimed) > 200 || len(strings.Fields(strings.ReplaceAll(claimed, ",", " "))) == 1 && !strings.ContainsFunc(claimed, func(r rune) bool { return r < 'A' || r > 'z' })) {
			t.Fatalf("%q passes for %q", claimed, entry)
		}
	})
}
