package lookup

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"

	"consilium/community/credential"
)

const (
	orcidBase    = "https://pub.orcid.org"
	orcidAdapter = "orcid/1"
)

// ORCID is the public service of ORCID, version 3.0. Anybody may have an iD and
// write into its record what they like: an answer adorns a profile, and
// credential.Match takes none of them for a clinician's.
type ORCID struct{ service }

// NewORCID makes the register. The only error is of Options.Base.
func NewORCID(o Options) (*ORCID, error) {
	o.Base = cmp.Or(o.Base, orcidBase)
	s, err := newService(credential.RegisterORCID, o)
	return &ORCID{s}, err
}

// Lookup asks whether an iD exists, and for what its holder shows to everybody:
// names, and where they work now.
func (o *ORCID) Lookup(ctx context.Context, number string) (credential.Record, error) {
	number, err := credential.CheckNumber(o.register, number)
	if err != nil {
		return credential.Record{}, err
	}
	said, err := o.ask(ctx, "v3.0/"+number+"/record", nil)
	if err != nil {
		return credential.Record{}, err
	}
	record, err := readORCID(said, number)
	if err != nil {
		return credential.Record{}, err
	}
	record.CheckedAt, record.Evidence = o.now(), said.evidence()
	return record, nil
}

type orcidValue struct {
	Value string `json:"value"`
}

type orcidAnswer struct {
	Code       int `json:"response-code"` // of a refusal
	Identifier *struct {
		Path string `json:"path"`
	} `json:"orcid-identifier"`
	History struct {
		Deactivated json.RawMessage `json:"deactivation-date"`
	} `json:"history"`
	Person struct {
		Name struct {
			Given  orcidValue `json:"given-names"`
			Family orcidValue `json:"family-name"`
			Credit orcidValue `json:"credit-name"`
		} `json:"name"`
		Others struct {
			List []struct {
				Content string `json:"content"`
			} `json:"other-name"`
		} `json:"other-names"`
	} `json:"person"`
	Activities struct {
		Employments struct {
			Groups []struct {
				Summaries []struct {
					Employment orcidEmployment `json:"employment-summary"`
				} `json:"summaries"`
			} `json:"affiliation-group"`
		} `json:"employments"`
	} `json:"activities-summary"`
}

type orcidEmployment struct {
	Organisation struct {
		Name string `json:"name"`
	} `json:"organization"`
	End json.RawMessage `json:"end-date"`
}

// readORCID reads an answer about one iD. That there is none is said by a document
// of the service, not by any 404 that happens to come.
func readORCID(said answer, number string) (credential.Record, error) {
	const register = credential.RegisterORCID
	var a orcidAnswer
	err := json.Unmarshal(said.body, &a)
	switch {
	case err != nil:
		return credential.Record{}, unavailable(register, "answer cannot be read")
	case said.status == http.StatusNotFound && a.Code == http.StatusNotFound:
		return credential.Record{}, notFound(register)
	case said.status != http.StatusOK || a.Identifier == nil || a.Identifier.Path != number:
		return credential.Record{}, unavailable(register, "answered about something else")
	}
	record := credential.Record{Register: register, Number: number, Kind: credential.Person, Adapter: orcidAdapter,
		Names: a.names(), Active: absent(a.History.Deactivated)}
	for _, group := range a.Activities.Employments.Groups {
		for _, summary := range group.Summaries {
			if absent(summary.Employment.End) {
				record.Organisations = listed(record.Organisations, clean(summary.Employment.Organisation.Name))
			}
		}
	}
	return record, nil
}

func (a orcidAnswer) names() []string {
	var names []string
	given, family := namePart(a.Person.Name.Given.Value), namePart(a.Person.Name.Family.Value)
	switch {
	case given != "" && family != "":
		names = listed(names, family+", "+given)
	default:
		names = listed(names, given+family)
	}
	names = listed(names, clean(a.Person.Name.Credit.Value))
	for _, other := range a.Person.Others.List {
		names = listed(names, clean(other.Content))
	}
	return names
}

// absent says whether a field is null or not there.
func absent(raw json.RawMessage) bool { return len(raw) == 0 || string(raw) == "null" }
