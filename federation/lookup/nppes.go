package lookup

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"

	"consilium/community/credential"
)

// nppesBase is the public registry of the Centers for Medicare & Medicaid Services.
const nppesBase = "https://npiregistry.cms.hhs.gov"

// NPPES is the register of the United States, version 2.1 of its service. It asks
// for nothing but the number: the names are compared here.
type NPPES struct{ service }

// NewNPPES makes the register. The only error is of Options.Base.
func NewNPPES(o Options) (*NPPES, error) {
	o.Base = cmp.Or(o.Base, nppesBase)
	s, err := newService(credential.RegisterNPI, o)
	return &NPPES{s}, err
}

// Lookup asks about a National Provider Identifier. One that was deactivated comes
// back as a record of nobody that is not active.
func (n *NPPES) Lookup(ctx context.Context, number string) (credential.Record, error) {
	number, err := credential.CheckNumber(n.register, number)
	if err != nil {
		return credential.Record{}, err
	}
	said, err := n.ask(ctx, "api/", url.Values{"version": {"2.1"}, "number": {number}})
	if err != nil {
		return credential.Record{}, err
	}
	if said.status != http.StatusOK {
		return credential.Record{}, unavailable(n.register, fmt.Sprintf("status %d", said.status))
	}
	record, err := readNPPES(said.body, number)
	if err != nil {
		return credential.Record{}, err
	}
	record.CheckedAt, record.Evidence = n.now(), said.evidence()
	return record, nil
}
