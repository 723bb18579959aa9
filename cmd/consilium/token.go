package main

import (
	"context"
	"errors"
	"fmt"

	"consilium/community"
	"consilium/storage"
	"consilium/web/session"
)

type tokenCommand struct {
	Username string `required:"" help:"Name of the account."`
	Scopes   string `default:"read write follow push" help:"What the token may do."`
}

// commandLineApp is the application tokens from the command line belong to, so
// that people see and revoke them like any other.
const commandLineApp = "consilium-command-line"

// Run makes a token and prints it, and nothing else.
func (t tokenCommand) Run(ctx context.Context, s surroundings, c *commands) error {
	store, _, err := openStore(ctx, s, c.Config)
	if err != nil {
		return err
	}
	defer closing(store, s)
	token, err := makeToken(ctx, store, t.Username, t.Scopes)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, token)
	return err
}

func makeToken(ctx context.Context, store *storage.Store, username, scopes string) (string, error) {
	known, err := session.ParseScopes(scopes)
	if err != nil {
		return "", fmt.Errorf("--scopes %q must be words the client API knows, such as read, write:statuses or follow", scopes)
	}
	user, err := store.UserByName(ctx, username)
	if errors.Is(err, community.ErrNotFound) {
		return "", fmt.Errorf("there is no account %q: make it with consilium account create", username)
	}
	if err != nil {
		return "", err
	}
	if user.State != community.UserActive {
		return "", fmt.Errorf("the account %q is %s: an administrator can open it on the desk", username, user.State)
	}
	app, err := terminal(ctx, store)
	if err != nil {
		return "", err
	}
	token := session.NewToken()
	_, err = store.AddToken(ctx, token, storage.AccessToken{Application: app.ID, Actor: user.Actor, Scopes: known})
	return token, err
}

// terminal finds or makes the application of the command line. Nobody has its
// secret.
func terminal(ctx context.Context, store *storage.Store) (storage.Application, error) {
	app, err := store.ApplicationByClientID(ctx, commandLineApp)
	if !errors.Is(err, community.ErrNotFound) {
		return app, err
	}
	app, err = store.AddApplication(ctx, storage.Application{ClientID: commandLineApp, Name: "Command line",
		RedirectURIs: []string{"urn:ietf:wg:oauth:2.0:oob"}, Scopes: "read write follow push"}, session.NewToken())
	if errors.Is(err, community.ErrConflict) { // another command was quicker
		return store.ApplicationByClientID(ctx, commandLineApp)
	}
	return app, err
}
