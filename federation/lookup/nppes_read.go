package lookup

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"consilium/community/credential"
)

// nppesAdapter names this reader; a change of what it believes is a new number.
const nppesAdapter = "nppes/1"

// deactivatedNPI is the code of the error which stands for a number that was taken
// out of service: the registry then tells nothing else of it.
const deactivatedNPI = "15"

// loose is a number which the service writes as a number or as a string: both
// occur, and for the same field.
type loose string

func (l *loose) UnmarshalJSON(b []byte) error {
	b = bytes.TrimSuffix(bytes.TrimPrefix(b, []byte(`"`)), []byte(`"`))
	if len(b) == 0 || len(b) > 20 || bytes.ContainsFunc(b, func(r rune) bool { return r < '0' || r > '9' }) {
		return errors.New("not digits")
	}
	*l = loose(b)
	return nil
}

type nppesAnswer struct {
	Count   *loose        `json:"result_count"`
	Results []nppesResult `json:"results"`
	Errors  []struct {
		Field  string          `json:"field"`
		Number json.RawMessage `json:"number"` // the error's code, not an NPI
	} `json:"Errors"`
}

type nppesResult struct {
	Number loose  `json:"number"`
	Type   string `json:"enumeration_type"`
	Basic  struct {
		nppesName
		Status       string `json:"status"`
		Organisation string `json:"organization_name"`
	} `json:"basic"`
	Taxonomies []struct {
		Code  string `json:"code"`
		State string `json:"state"`
	} `json:"taxonomies"`
	OtherNames []nppesName `json:"other_names"`
}

type nppesName struct {
	First      string `json:"first_name"`
	Middle     string `json:"middle_name"`
	Last       string `json:"last_name"`
	NameSuffix string `json:"name_suffix"` // in basic
	Suffix     string `json:"suffix"`      // in other_names
}

// readNPPES reads an answer about one number. Its errors are ErrNotFound and
// *Unavailable.
func readNPPES(body []byte, number string) (credential.Record, error) {
	const register = credential.RegisterNPI
	var said nppesAnswer
	if err := json.Unmarshal(body, &said); err != nil {
		return credential.Record{}, unavailable(register, "answer cannot be read")
	}
	record := credential.Record{Register: register, Number: number, Adapter: nppesAdapter}
	switch {
	case len(said.Errors) > 0:
		return record, said.refusal()
	case said.Count == nil || said.Results == nil:
		return record, unavailable(register, "answer has no results")
	case *said.Count == "0" && len(said.Results) == 0:
		return record, notFound(register)
	case *said.Count != "1" || len(said.Results) != 1:
		return record, unavailable(register, "answer is about several")
	case string(said.Results[0].Number) != number:
		return record, unavailable(register, "answered about another number")
	}
	return record, said.Results[0].fill(&record)
}

// refusal tells what the service means by answering 200 with errors: nil for a
// number out of service, ErrNotFound for one it does not take for a number, and
// *Unavailable when it did not like our question.
func (a nppesAnswer) refusal() error {
	for _, e := range a.Errors {
		if e.Field != "number" {
			return unavailable(credential.RegisterNPI, "question was refused")
		}
	}
	for _, e := range a.Errors {
		if code := string(bytes.Trim(e.Number, `"`)); code == deactivatedNPI {
			return nil
		}
	}
	return notFound(credential.RegisterNPI)
}

// fill takes over what is believed of a result. Organisations have NPIs too.
func (r nppesResult) fill(record *credential.Record) error {
	switch r.Type {
	case "NPI-1":
		record.Kind = credential.Person
	case "NPI-2":
		record.Kind = credential.Organisation
		record.Organisations = listed(nil, clean(r.Basic.Organisation))
	default:
		return unavailable(record.Register, "answer is about neither a person nor an organisation")
	}
	record.Active = r.Basic.Status == "A"
	for _, name := range append([]nppesName{r.Basic.nppesName}, r.OtherNames...) {
		if record.Kind == credential.Person {
			record.Names = listed(record.Names, name.String())
		}
	}
	for _, taxonomy := range r.Taxonomies {
		profession, known := credential.TaxonomyProfession(taxonomy.Code)
		if !known {
			continue
		}
		if !slices.Contains(record.Professions, profession) {
			record.Professions = append(record.Professions, profession)
		}
		if isState(taxonomy.State) {
			record.Regions = listed(record.Regions, "US-"+taxonomy.State)
		}
	}
	return nil
}

// String writes "Family, Given Middle Suffix"; "" when one of the first two is not
// there.
func (n nppesName) String() string {
	last, first := namePart(n.Last), namePart(n.First)
	if last == "" || first == "" {
		return ""
	}
	return strings.Join(strings.Fields(last+", "+first+" "+namePart(n.Middle)+" "+namePart(n.NameSuffix)+" "+namePart(n.Suffix)), " ")
}

// isState tells the codes of states and territories ("OH"); "ZZ" stands for
// somewhere else.
func isState(s string) bool {
	return len(s) == 2 && s != "ZZ" && s == strings.ToUpper(s) && !strings.ContainsFunc(s, func(r rune) bool { return r < 'A' || r > 'Z' })
}
