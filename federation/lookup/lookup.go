package lookup

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// Register is somebody who can be asked about a number.
type Register interface {
	// Lookup takes a number as credential.CheckNumber writes it. The package's
	// comment tells what its errors mean.
	Lookup(ctx context.Context, number string) (credential.Record, error)
}

// Registers are those that can be asked here, by key.
type Registers map[credential.Register]Register

// Has says whether a register can be asked at all.
func (all Registers) Has(register credential.Register) bool {
	return all[register] != nil
}

// Lookup asks one of the registers about a number as somebody typed it. The record
// is of that register and number, or there is none.
func (all Registers) Lookup(ctx context.Context, register credential.Register, number string) (credential.Record, error) {
	asked, err := credential.CheckNumber(register, number)
	if err != nil {
		return credential.Record{}, err
	}
	if !all.Has(register) {
		return credential.Record{}, fmt.Errorf("register %s: %w", register, credential.ErrNoLookup)
	}
	record, err := all[register].Lookup(ctx, asked)
	if err != nil {
		return credential.Record{}, err
	}
	if record.Register != register || record.Number != asked {
		return credential.Record{}, unavailable(register, "answered about another number")
	}
	return record, nil
}

// Options of a register that is a service.
type Options struct {
	// Client sends the requests: always the guarded one.
	Client *http.Client
	// Base is where the service is, an absolute URL; a test instance has its own.
	// Empty: the public one.
	Base string
	// Now is the clock.
	Now func() time.Time
}

// Unavailable says that a register gave no answer to believe. It is a
// community.ErrUnavailable.
type Unavailable struct {
	Register credential.Register
	// Why is for the log, and names neither the number nor what was answered.
	Why string
	// RetryAfter is how long the register asked to be left alone, at most a day; 0
	// when it did not.
	RetryAfter time.Duration
	// Answered says that it did answer, with something that cannot be believed.
	Answered bool
}

func (u *Unavailable) Error() string { return "register " + string(u.Register) + ": " + u.Why }

func (u *Unavailable) Unwrap() error { return community.ErrUnavailable }

func unavailable(register credential.Register, why string) *Unavailable {
	return &Unavailable{Register: register, Why: why}
}

// puzzling is an answer that cannot be believed.
func puzzling(register credential.Register, why string) *Unavailable {
	return &Unavailable{Register: register, Why: why, Answered: true}
}

func notFound(register credential.Register) error {
	return fmt.Errorf("register %s: %w", register, community.ErrNotFound)
}
