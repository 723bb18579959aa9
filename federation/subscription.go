package federation

import (
	"context"
	"errors"
	"net/http"

	"consilium/community"
	"consilium/federation/client"
	"consilium/storage"
)

// ReadDomainLists asks for the lists of servers that staff subscribed to and that
// were not asked for within the hour. A list that cannot be read says what it said
// before. It is run by every process; each list is read by one.
func (f *Federation) ReadDomainLists(ctx context.Context) error {
	due, err := f.store.SubscriptionsDue(ctx)
	if err != nil {
		return err
	}
	for _, d := range due {
		taken, err := f.store.TakeDomainSubscription(ctx, d)
		if err != nil {
			return err
		}
		if !taken {
			continue
		}
		if err := f.ReadDomainList(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// ReadDomainList asks for one list now. What is wrong with the list or its server is
// noted with the subscription; an error is a fault here.
func (f *Federation) ReadDomainList(ctx context.Context, d community.DomainSubscription) error {
	want := client.Request{URL: d.URL.WithoutFragment().String(), Accept: "text/csv, application/json, text/plain", Limit: community.MaxDomainList,
		Sign: f.atEveryListHop}
	if d.ETag != "" {
		want.Header = http.Header{"If-None-Match": {d.ETag}} // RFC 9110 13.1.2
	}
	answer, err := f.client.Get(ctx, want)
	if statusOf(err) == http.StatusNotModified {
		return f.store.NoteSubscription(ctx, d.ID, "")
	}
	if err != nil {
		f.log.Info("list of servers not read", "host", d.URL.Host(), "status", statusOf(err))
		return f.store.NoteSubscription(ctx, d.ID, whyUnread(err))
	}
	list, err := community.ReadDomainList(answer.Body, d.Severity)
	if err != nil || len(list.Entries) == 0 {
		return f.store.NoteSubscription(ctx, d.ID, "unreadable")
	}
	etag := answer.Header.Get("ETag")
	if len(etag) > 200 {
		etag = ""
	}
	err = f.store.KeepListing(ctx, storage.DomainListing{Subscription: d.ID, Entries: list.Entries, ETag: community.CleanText(etag)})
	if errors.Is(err, community.ErrNotFound) {
		return nil // ended meanwhile
	}
	return err
}

// atEveryListHop keeps redirects from leading back to us. A list is asked for without
// a signature: it is for everybody.
func (f *Federation) atEveryListHop(request *http.Request, _ []byte) error {
	to, err := community.ParseIRI(request.URL.String())
	if err != nil || f.ours(to) {
		return notAcceptable("redirect to ourselves")
	}
	return nil
}

// whyUnread is the word under domain.failure for an error of the client.
func whyUnread(err error) string {
	switch status := statusOf(err); {
	case errors.Is(err, client.ErrTooLarge):
		return "too-large"
	case status == http.StatusNotFound, status == http.StatusGone:
		return "not-there"
	case isPermanent(err), errors.Is(err, community.ErrForbidden):
		return "not-allowed"
	}
	return "unreachable"
}
