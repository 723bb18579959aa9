package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"consilium/community"
	"consilium/storage"
	"consilium/web/page"
	"consilium/web/session"
)

type accountCommand struct {
	Create       createCommand       `cmd:"" help:"Make an account, active and confirmed."`
	ResetFactors resetFactorsCommand `cmd:"" help:"Take away second factors and sessions, for somebody who lost them all."`
}

type createCommand struct {
	Username string `required:"" help:"Name of the account."`
	Email    string `required:"" help:"Its e-mail address."`
	Password string `help:"Its password; read from standard input when left out."`
	Role     string `default:"member" help:"member, moderator, officer or administrator."`
}

// Run makes the account in the database, beside a server that may be running on
// it and knows the account at once.
func (a createCommand) Run(ctx context.Context, s surroundings, c *commands) error {
	role := community.Role(a.Role)
	if !role.Known() {
		return fmt.Errorf("--role %q must be member, moderator, officer or administrator", a.Role)
	}
	if a.Password == "" {
		password, err := readLine(s.in)
		if err != nil || password == "" {
			return errors.New("give the password with --password, or on standard input")
		}
		a.Password = password
	}
	store, _, err := openStore(ctx, s, c.Config)
	if err != nil {
		return err
	}
	defer closing(store, s)
	user, actor, err := createAccount(ctx, store, newAccount{a.Username, a.Email, a.Password, role})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "Account %s is ready: @%s, %s.\n", user.Name, actor.Handle.At(store.Domain()), user.Role)
	return err
}

type resetFactorsCommand struct {
	Name   string `arg:"" help:"Name of the account."`
	Reason string `required:"" help:"Why; kept in the staff log."`
}

// Run leaves the account with its password alone. A running server honours it at
// once.
func (f resetFactorsCommand) Run(ctx context.Context, s surroundings, c *commands) error {
	store, _, err := openStore(ctx, s, c.Config)
	if err != nil {
		return err
	}
	defer closing(store, s)
	user, err := store.UserByName(ctx, f.Name)
	if errors.Is(err, community.ErrNotFound) {
		return fmt.Errorf("there is no account %s", f.Name)
	}
	if err != nil {
		return err
	}
	if err := store.ResetFactors(ctx, user.ID, 0, f.Reason); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.out, "Account %s has its password alone now and is signed out everywhere.\n", user.Name)
	return err
}

// newAccount is an account to make without approval or letters.
type newAccount struct {
	name, email, password string
	role                  community.Role
}

// createAccount judges what was given as the registration form would, and makes
// the account: active and confirmed.
func createAccount(ctx context.Context, store *storage.Store, a newAccount) (community.User, community.Actor, error) {
	draft := community.AccountDraft{Name: a.name, Email: a.email, Password: a.password, AgreedToRules: true, Invited: true}
	user, err := community.Register(draft, community.RegisterOpen, store.Now())
	if err != nil {
		return user, community.Actor{}, err
	}
	hashing := session.New(session.Options{Store: store, Now: store.Now})
	if user.PasswordHash, err = hashing.HashPassword(ctx, a.password); err != nil {
		return user, community.Actor{}, err
	}
	user.Role = a.role
	return store.CreateMember(ctx, storage.NewMember{User: user, Confirmed: true, Vouched: true})
}

func readLine(in io.Reader) (string, error) {
	line, err := bufio.NewReader(io.LimitReader(in, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}

// openStore opens the configured store for a command.
func openStore(ctx context.Context, s surroundings, path string) (*storage.Store, Config, error) {
	config, err := loadConfig(path, s.environment)
	if err != nil {
		return nil, config, err
	}
	store, err := storage.Open(ctx, config.store(s, slog.New(slog.DiscardHandler)))
	return store, config, err
}

// store is the part of the configuration that storage wants.
func (c *Config) store(s surroundings, log *slog.Logger) storage.Options {
	return storage.Options{Database: c.Storage.Database, SecretFile: c.Storage.SecretFile, URL: c.Server.URL,
		AccountDomain: c.Server.AccountDomain, Now: s.now, Log: log,
		Verification: community.VerificationRules{FourEyes: c.Verification.FourEyes, TargetDays: c.Verification.TargetDays,
			KeepDays: c.Verification.KeepDocuments}}
}

func closing(closer io.Closer, s surroundings) {
	if err := closer.Close(); err != nil {
		fmt.Fprintln(s.err, "consilium: "+oneLine(err))
	}
}

// oneLine writes an error for a person at a terminal. Sentences for people live
// in the catalogues, so an *Invalid is said by them, in English.
func oneLine(err error) string {
	var invalid *community.Invalid
	if !errors.As(err, &invalid) {
		return strings.Join(strings.Fields(err.Error()), " ")
	}
	catalogue, broken := page.Load()
	if broken != nil {
		return invalid.Error()
	}
	return invalid.Field + ": " + catalogue.Printer(page.Reader{Language: "en"}).Problem(invalid.Problem)
}
