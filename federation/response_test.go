package federation

import (
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// C2, J1: what a reply is and what it rests on arrive at another Consilium without
// loss; whoever knows no such terms reads the links and the reason in its text.
func TestResponseCrosses(t *testing.T) {
	clock := &storagetest.Clock{}
	a, b := openInstance(t, clock), openInstance(t, clock)
	ana, bob := a.member("ana"), b.member("bob")
	a.follow(ana, a.find("@bob@"+b.host))
	settle(t, a, b)
	draft := community.CaseDraft{Title: "Fever after travel", AgeBand: "30-34", Consent: "written", ConsentScope: "public", Narrative: community.Narrative{PresentingComplaint: "Fever, as in https://doi.org/10.1000/case", Question: "What next?"}}
	asked := b.publish(community.Publish(bob, community.PostDraft{Audience: community.Public, Case: &draft, Language: "en"}, b.around()))
	settle(t, a, b)
	got := a.held(asked.IRI)
	if len(got.Citations) != 1 || got.Citations[0].Value != "10.1000/case" {
		t.Fatalf("the case arrived with %+v", got.Citations)
	}
	around := a.around()
	bobAtA := a.find("@bob@" + b.host)
	around.Parent, around.Answered, around.Founding = &got, &bobAtA, true
	reply := a.publish(community.Publish(ana, community.PostDraft{Text: "Malaria film", Audience: community.Public,
		Response: &community.ResponseDraft{Kind: "differential", Departs: "No film, no advice.", Evidence: "10.1000/a(1)b\nPMID: 7\nhttps://g.example/x"}}, around))
	settle(t, a, b)
	read := b.held(reply.IRI)
	if read.Response != reply.Response || len(read.Citations) != 3 || reply.Response.Kind != community.Differential {
		t.Fatalf("arrived as %+v, %+v", read.Response, read.Citations)
	}
	for i, c := range read.Citations {
		if c.Scheme != reply.Citations[i].Scheme || c.Value != reply.Citations[i].Value {
			t.Errorf("%+v arrived as %+v", reply.Citations[i], c)
		}
	}
	for _, said := range []string{"Malaria film", "No film, no advice.", "doi.org/10.1000/a%281%29b", "pubmed.ncbi.nlm.nih.gov/7/", "g.example/x"} {
		if !strings.Contains(read.Content.Text(), said) {
			t.Errorf("the text %q lacks %q", read.Content.Text(), said)
		}
	}
}

// What another server says of a reply is bounded, and unknown kinds are replies.
func TestForeignResponseIsBounded(t *testing.T) {
	onStage(t, func(t *testing.T, s *stage) {
		public, _ := community.OpenAudience(community.Public)
		r := community.RemotePost{IRI: storagetest.IRI(t, "https://there.example/n/1"), ParentIRI: storagetest.IRI(t, "https://there.example/n/0"),
			Author: s.bob, Kind: community.NotePost, Audience: public, HTML: "<p>x</p>",
			Response: community.Response{Kind: "prescription", Departs: strings.Repeat("x", 5000)}, Published: s.clock.Now(),
			References: []string{"javascript:alert(1)", "10.1000/1", "10.1000/1", "10.1000/2", "10.1000/3", "10.1000/4", "10.1000/5", "10.1000/6"}}
		p, err := community.Receive(r, nil, s.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		got := p.Post()
		if got.Response.Kind != community.PlainReply || len(got.Response.Departs) != community.MaxDeparts || len(got.Citations) != community.MaxCitations {
			t.Errorf("received %+v, %d references", got.Response.Kind, len(got.Citations))
		}
	})
}
