package lookup_test

import (
	"context"
	"errors"
	"testing"

	"consilium/community"
	"consilium/community/credential"
	"consilium/federation/lookup"
)

// liar answers about a register and number of its own.
type liar credential.Record

func (l liar) Lookup(context.Context, string) (credential.Record, error) {
	return credential.Record(l), nil
}

func TestRegisters(t *testing.T) {
	_, nppes := fakeNPPES(t)
	all := lookup.Registers{"npi": nppes, "gmc": liar{Register: "gmc", Number: "7654321", Active: true}, "nmc": liar{Register: "gmc", Number: "98I1234E"}}
	if record, err := all.Lookup(t.Context(), "npi", " 1234-567-893 "); err != nil || record.Number != "1234567893" {
		t.Errorf("%v %+v", err, record)
	}
	if _, err := all.Lookup(t.Context(), "npi", "1234567890"); !isFault(err) {
		t.Errorf("not a number: %v", err)
	}
	if _, err := all.Lookup(t.Context(), "quack", "1"); !isFault(err) {
		t.Errorf("no register: %v", err)
	}
	for _, register := range []credential.Register{"ahpra", "big", "at-sample"} {
		number := map[credential.Register]string{"ahpra": "MED0001234567", "big": "12345678901", "at-sample": "1"}[register]
		if _, err := all.Lookup(t.Context(), register, number); !errors.Is(err, credential.ErrNoLookup) || errors.Is(err, community.ErrNotFound) || all.Has(register) {
			t.Errorf("%s: %v", register, err)
		}
	}
	for register, number := range map[credential.Register]string{"gmc": "1234567", "nmc": "98I1234E"} {
		if _, err := all.Lookup(t.Context(), register, number); !errors.Is(err, community.ErrUnavailable) {
			t.Errorf("%s: another record than asked for: %v", register, err)
		}
	}
}

func isFault(err error) bool {
	_, is := errors.AsType[*credential.Fault](err)
	return is
}
