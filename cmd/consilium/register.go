package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"consilium/community"
	"consilium/community/credential"
	"consilium/federation/lookup"
	"consilium/storage"
	"consilium/web/page"
)

// openRegisters makes the registers of clinicians, and the indexes of literature,
// that can be asked here.
func (i *instance) openRegisters(guarded *http.Client) error {
	c := i.config.Registers
	i.registers = lookup.Registers{}
	options := func(base string) lookup.Options { return lookup.Options{Client: guarded, Base: base, Now: i.now} }
	if *c.NPPES {
		nppes, err := lookup.NewNPPES(options(c.NPPESURL))
		if err != nil {
			return fmt.Errorf("registers.nppes_url: %w", err)
		}
		i.registers[credential.RegisterNPI] = nppes
	}
	if *c.ORCID {
		orcid, err := lookup.NewORCID(options(c.ORCIDURL))
		if err != nil {
			return fmt.Errorf("registers.orcid_url: %w", err)
		}
		i.registers[credential.RegisterORCID] = orcid
	}
	for _, entry := range c.Files {
		key, path, found := strings.Cut(entry, "=")
		if !found {
			return fmt.Errorf("registers.files: %q is not KEY=path", entry)
		}
		file, err := lookup.OpenFile(lookup.FileOptions{Register: credential.Register(key), Path: path, Log: i.log, Now: i.now})
		if err != nil {
			return fmt.Errorf("registers.files: %w", err)
		}
		i.registers[credential.Register(key)] = file
	}
	return i.openIndexes(guarded)
}

// ownRegisters are the registers of files that only this institution knows, as
// people choose them.
func (i *instance) ownRegisters() []page.RegisterChoice {
	known := credential.Registers()
	var own []page.RegisterChoice
	for key := range i.registers {
		if !slices.Contains(known, key) && key != credential.RegisterORCID {
			own = append(own, page.RegisterChoice{Key: string(key), Name: strings.ToUpper(string(key))})
		}
	}
	slices.SortFunc(own, func(a, b page.RegisterChoice) int { return strings.Compare(a.Key, b.Key) })
	return own
}

// lookUp asks a register about an application (storage.KindLookUp). A register
// that does not answer leaves it pending, and is asked again.
func (i *instance) lookUp(ctx context.Context, job storage.Job) error {
	id, err := community.ParseID[community.VerificationID](job.Payload)
	if err != nil {
		return &storage.Never{Err: err}
	}
	v, err := i.store.Verification(ctx, id)
	if errors.Is(err, community.ErrNotFound) {
		return nil // withdrawn and deleted meanwhile
	}
	if err != nil {
		return err
	}
	verdict, record, down := i.ask(ctx, v.Claim)
	if err := i.store.RecordLookUp(ctx, id, verdict, record); err != nil {
		return err
	}
	return down
}

// ask gives what a register says of a claim. down is set when it did not answer.
func (i *instance) ask(ctx context.Context, c community.Claim) (verdict string, record *credential.Record, down error) {
	found, err := i.registers.Lookup(ctx, credential.Register(c.Register), c.Number)
	fault, wrong := errors.AsType[*credential.Fault](err)
	switch {
	case err == nil:
		return community.VerdictMatched, &found, nil // the record is judged, not this word
	case errors.Is(err, credential.ErrNoLookup):
		return community.VerdictByHand, nil, nil
	case errors.Is(err, community.ErrNotFound), wrong && fault != nil:
		return community.VerdictUnknown, nil, nil
	}
	pause := &storage.Down{Err: fmt.Errorf("ask register %s: %w", c.Register, err)}
	if unavailable, ok := errors.AsType[*lookup.Unavailable](err); ok {
		pause.After = unavailable.RetryAfter
	}
	return community.VerdictPending, nil, pause
}

// checkRegisters looks at the entries of approved clinicians again, each once a
// night.
func (i *instance) checkRegisters(ctx context.Context) error {
	due, err := i.store.DueRegisterChecks(ctx)
	if err != nil {
		return err
	}
	for _, v := range due {
		verdict, record, down := i.ask(ctx, v.Claim)
		if err := i.store.RecordRecheck(ctx, v.ID, verdict, record); err != nil {
			return err
		}
		if down != nil {
			i.log.Warn("a register did not answer", "register", v.Register, "error", down)
		}
	}
	return nil
}
