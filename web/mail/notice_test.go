package mail

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"consilium/storage"
	"consilium/storage/storagetest"
)

const canary = "CANARY-4471"

// Letters about what waits say how much, and neither what nor by whom; one about
// what was read meanwhile is not sent.
func TestNoticesCarryNoContent(t *testing.T) {
	s := &sink{}
	o := plain(t, s)
	_, bob := storagetest.Member(t, o.Store, "bob")
	o.meet(nil)
	ana, err := o.Store.Actor(t.Context(), o.ana.Actor)
	if err != nil {
		t.Fatal(err)
	}
	since := o.clock.Now().Add(-time.Second)
	asked := storagetest.Post(t, o.Store, ana, canary)
	for range 2 {
		storagetest.Reply(t, o.Store, storagetest.Answer{By: bob, To: asked, Text: canary})
	}
	if err := o.notice(storage.LetterDigest, since); err != nil {
		t.Fatal(err)
	}
	subject, body := read(t, one(t, s))
	if subject != "Your day at Universitätsklinik Süd" || !strings.Contains(body, "- 2 mentions and replies\n") || !strings.Contains(body, "https://here.example/home") {
		t.Errorf("%s\n%s", subject, body)
	}
	if strings.Contains(subject+body, canary) || strings.Contains(body, "bob") {
		t.Errorf("the letter says too much: %s", body)
	}
	if err := o.Store.ReadNotifications(t.Context(), ana.ID, 1<<62); err != nil {
		t.Fatal(err)
	}
	if err := o.notice(storage.LetterDigest, since); err != nil || len(s.received()) != 1 {
		t.Errorf("%v, %d letters although everything was read", err, len(s.received()))
	}
}

func (o *office) notice(template string, since time.Time) error {
	o.t.Helper()
	payload, err := json.Marshal(storage.Letter{Template: template, User: o.ana.ID, Since: since.UnixMilli()})
	if err != nil {
		o.t.Fatal(err)
	}
	o.jobs++
	return o.Handle(o.t.Context(), storage.Job{ID: o.jobs, Kind: storage.KindMail, Payload: string(payload)})
}
