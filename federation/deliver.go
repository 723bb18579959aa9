package federation

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"consilium/community"
	"consilium/federation/client"
	"consilium/federation/vocab"
	"consilium/storage"
)

// Deliver is the handler for storage.KindDeliver jobs: it sends one activity to
// one inbox, made of what the rows say now. It may run twice. It returns nil
// when the inbox took it or there is nothing left to send, *storage.Down when the host
// is to be tried later as a whole, and *storage.Never when it refused for good.
func (f *Federation) Deliver(ctx context.Context, job storage.Job) error {
	d, err := storage.ParseDelivery(job.Payload)
	if err != nil {
		return &storage.Never{Err: err}
	}
	host := d.Inbox.Host()
	if err := f.mayFederate(ctx, host); err != nil || f.ours(d.Inbox) {
		return f.drop(d, err)
	}
	body, err := f.bytesOf(ctx, d)
	if err != nil {
		return f.drop(d, err)
	}
	if err := f.post(ctx, d, body); err != nil {
		return f.undelivered(ctx, d, err)
	}
	sent := storage.Sent{Inbox: d.Inbox, Post: d.Post, Revision: d.Revision, Deleted: d.Verb == "Delete"}
	return f.store.NoteSent(ctx, job, sent)
}

// drop ends a delivery that has nothing to send any more. Any other error is
// ours, and it is tried again.
func (f *Federation) drop(d storage.Delivery, err error) error {
	if _, never := errors.AsType[*storage.Never](err); never || err != nil && !settled(err) {
		return err
	}
	f.log.Info("not sent", "host", d.Inbox.Host(), "verb", d.Verb)
	return nil
}

// post signs the bytes as their actor and sends them.
func (f *Federation) post(ctx context.Context, d storage.Delivery, body []byte) error {
	address := d.Inbox.String()
	header := http.Header{"Content-Type": {vocab.MediaType}}
	if err := f.sendRoll(ctx, d, header); err != nil {
		return fmt.Errorf("%w: %w", errSigning, err)
	}
	_, err := f.knock(ctx, knock{host: d.Inbox.Host(), actor: d.Actor, query: strings.Contains(address, "?"),
		send: func(sign signFunc) (client.Response, error) {
			return f.client.Post(ctx, client.Request{URL: address, Header: header, Body: body, Sign: sign})
		}})
	return err
}

// undelivered says what a failed delivery means (R-OUT-1).
func (f *Federation) undelivered(ctx context.Context, d storage.Delivery, err error) error {
	if errors.Is(err, errSigning) || errors.Is(err, context.Canceled) { // ours, not the host's
		return err
	}
	host, status := d.Inbox.Host(), statusOf(err)
	f.log.Info("delivery failed", "host", host, "verb", d.Verb, "status", status)
	if noted := f.store.PeerFailed(ctx, host, status); noted != nil {
		return errors.Join(err, noted)
	}
	switch {
	case status == http.StatusGone:
		return f.inboxGone(ctx, d)
	case status == http.StatusNotFound:
		return nil
	case status == http.StatusUnauthorized || status == http.StatusRequestTimeout:
		return err
	case status == http.StatusTooManyRequests, status == 0 && !isPermanent(err), status >= 500 && status != http.StatusNotImplemented:
		return &storage.Down{After: f.retryAfter(err), Err: err}
	}
	return &storage.Never{Err: err}
}

// inboxGone asks the home of an inbox's actor whether the actor is gone too. A
// shared inbox belongs to nobody.
func (f *Federation) inboxGone(ctx context.Context, d storage.Delivery) error {
	actor, err := f.store.ActorByInbox(ctx, d.Inbox)
	if errors.Is(err, community.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := f.refresh(ctx, actor.IRI); err != nil && !settled(err) {
		f.log.Info("actor of a gone inbox could not be asked", "host", d.Inbox.Host())
	}
	return nil
}

func (f *Federation) retryAfter(err error) time.Duration {
	if refused, ok := errors.AsType[*client.StatusError](err); ok {
		return refused.RetryAfter(f.now())
	}
	return 0
}

// isPermanent says that an address will never do.
func isPermanent(err error) bool {
	for _, p := range permanent {
		if errors.Is(err, p) {
			return true
		}
	}
	return false
}
