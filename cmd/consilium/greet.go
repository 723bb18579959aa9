package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"consilium/storage"
	"consilium/web/session"
)

// setUpTime is how long the link for the first administrator is good; the next
// start prints another.
const setUpTime = 7 * 24 * time.Hour

// greet says where the instance is, and, as long as it has no administrator,
// the one-time link that makes one.
func (i *instance) greet(ctx context.Context, out io.Writer) error {
	if _, err := fmt.Fprintf(out, "Consilium %s is at %s\n", version, i.store.Base()); err != nil {
		return err
	}
	n, err := i.store.CountAdministrators(ctx)
	if err != nil || n > 0 {
		return err
	}
	token := session.NewToken()
	err = i.store.AddTicket(ctx, token, storage.Ticket{Purpose: "setup", Expires: i.now().Add(setUpTime)})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(out, "Make the first administrator with this link, which works once:\n%s/set-up/%s\n", i.store.Base(), token)
	return err
}
