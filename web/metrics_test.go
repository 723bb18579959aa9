package web_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// day is a scripted day: what happens, and how many seconds after its case was posted.
type day struct {
	*site
	people map[string]community.Actor
	posts  map[string]community.Post
}

// post has somebody present a case.
func (d *day) post(name, by string, audience community.AudienceKind, specialty string) {
	d.Helper()
	c := &community.CaseDraft{Title: name, AgeBand: "40-44", Consent: "written", ConsentScope: "instance", Specialties: []string{specialty},
		Narrative: community.Narrative{PresentingComplaint: "A rash.", Question: "What is it?"}}
	d.publish(name)(community.Publish(d.people[by], community.PostDraft{Audience: audience, Case: c}, community.Surroundings{Now: d.clock.Now()}))
}

// publish remembers what was published under a name.
func (d *day) publish(name string) func(community.Publication, error) {
	return func(p community.Publication, err error) {
		d.Helper()
		if err == nil {
			d.posts[name], err = d.store.Publish(d.Context(), p)
		}
		if err != nil {
			d.Fatalf("%s: %v", name, err)
		}
	}
}

func (d *day) now(name string) community.Post {
	d.Helper()
	p, err := d.store.Post(d.Context(), d.posts[name].ID)
	if err != nil {
		d.Fatal(err)
	}
	return p
}

func (d *day) reply(name, by, to string) {
	d.Helper()
	parent := d.now(to)
	d.publish(name)(community.Publish(d.people[by], community.PostDraft{Text: "Stop it.", Audience: parent.Audience.Kind}, community.Surroundings{Now: d.clock.Now(), Parent: &parent}))
}

func (d *day) accept(c, answer string) {
	d.Helper()
	by, err := d.store.Responder(d.Context(), d.posts[answer].Author)
	if err != nil {
		d.Fatal(err)
	}
	d.publish(c)(community.Accept(d.people["ana"], d.now(c), community.Acceptance{Answer: d.posts[answer], Author: by}, d.clock.Now()))
}

func (d *day) solve(c string) {
	d.publish(c)(community.Solve(d.people["ana"], d.now(c), nil, community.Surroundings{Now: d.clock.Now()}))
}

func (d *day) changed(c, management string) {
	d.publish(c)(community.FollowUp(d.people["ana"], d.now(c), community.Outcome{Management: management}, community.Surroundings{Now: d.clock.Now()}))
}

// script is what happens, by the second of the day.
func (d *day) script() {
	d.Helper()
	start, ana := d.clock.Now(), d.people["ana"]
	for _, event := range []struct {
		second int
		do     func()
	}{
		{0, func() { d.post("A", "ana", community.InstanceOnly, "cardiology") }},
		{37, func() { d.reply("A1", "bob", "A") }},
		{40, func() { d.reply("A2", "cyd", "A1") }},
		{100, func() { d.post("B", "ana", community.InstanceOnly, "cardiology") }},
		{200, func() { d.post("C", "ana", community.InstanceOnly, "cardiology") }},
		{300, func() { d.post("D", "ana", community.InstanceOnly, "cardiology") }},
		{310, func() { d.reply("D1", "ana", "D") }}, // the author's own: no response
		{400, func() { d.post("E", "ana", community.InstanceOnly, "cardiology") }},
		{500, func() { d.post("F", "ana", community.InstanceOnly, "cardiology") }},
		{600, func() { d.accept("A", "A1") }}, // A: 600 s
		{700, func() { d.post("G", "ana", community.InstanceOnly, "dermatology") }},
		{760, func() { d.reply("G1", "bob", "G") }}, // G: 60 s
		{800, func() { d.post("H", "ana", community.InstanceOnly, "dermatology") }},
		{800, func() { d.accept("G", "G1") }},
		{810, func() { d.publish("G")(community.Reopen(ana, d.now("G"), d.clock.Now())) }}, // and so not accepted
		{820, func() { d.post("I", "bob", community.Clinicians, "dermatology") }},          // not for every member
		{954, func() { d.reply("C1", "cyd", "C") }},                                        // C: 754 s
		{1400, func() { d.reply("F1", "bob", "F") }},                                       // F: 900 s, the edge of a bin
		{1500, func() { d.reply("F2", "cyd", "F") }},
		{4100, func() { d.accept("F", "F1") }},
		{4200, func() { d.publish("F")(community.Unaccept(ana, d.now("F"), d.posts["F1"].ID, d.clock.Now())) }},
		{5500, func() { d.accept("F", "F2") }},       // F: 5000 s
		{5500, func() { d.reply("B1", "bob", "B") }}, // B: 5400 s
		{5600, func() { d.solve("B") }},
		{7400, func() { d.accept("C", "C1") }}, // C: 7200 s
		{7500, func() { d.solve("H") }},
		{9000, func() { d.changed("A", "yes") }},
		{9001, func() { d.changed("B", "no") }},
		{9002, func() { d.changed("C", "too-early") }},
		{90400, func() { d.reply("E1", "bob", "E") }}, // E: 90000 s, 25 hours
	} {
		d.clock.Advance(start.Add(time.Duration(event.second) * time.Second).Sub(d.clock.Now()))
		event.do()
	}
}

// The figures of a scripted day, to the second, as they were reckoned by hand: for
// staff all of them, for members without those of few cases, and for each only what
// they may read.
func TestTimesOfAScriptedDay(t *testing.T) {
	eachSite(t, func(s *site) {
		d := &day{site: s, people: map[string]community.Actor{}, posts: map[string]community.Post{}}
		_, d.people["ana"] = storagetest.Member(s, s.store, "ana")
		bob, bobActor := storagetest.Clinician(s, s.store, "bob")
		_, d.people["cyd"] = storagetest.Clinician(s, s.store, "cyd")
		d.people["bob"] = bobActor
		eve, _ := storagetest.Member(s, s.store, "eve")
		mod, _ := storagetest.Staff(s, s.store, "mod", community.Moderator)
		d.script()

		s.times(s.as(mod), "", `{"period":"90","suppressed":false,
			"instance":{"cases":8,"answered":6,"solved":5,"responses":8,
				"time_to_first_response":{"cases":6,"lower_quartile":234,"median":827,"upper_quartile":4275},
				"time_to_accepted_answer":{"cases":3,"lower_quartile":2800,"median":5000,"upper_quartile":6100},
				"changed_management":{"yes":1,"no":1,"unknown":3}},
			"specialties":[`+strings.Repeat(`{"specialty":"SPECIALTY","cases":6,"answered":5,"solved":4,"responses":7,
				"time_to_first_response":{"cases":5,"lower_quartile":754,"median":900,"upper_quartile":5400},
				"time_to_accepted_answer":{"cases":3,"lower_quartile":2800,"median":5000,"upper_quartile":6100},
				"changed_management":{"yes":1,"no":1,"unknown":2}},`, 2)+`
				{"specialty":"dermatology","cases":2,"answered":1,"solved":1,"responses":1,
				"time_to_first_response":{"cases":1,"lower_quartile":60,"median":60,"upper_quartile":60},
				"time_to_accepted_answer":null,"changed_management":{"yes":0,"no":0,"unknown":1}}],
			"first_response":[{"under":900,"cases":3},{"under":1800,"cases":1},{"under":3600,"cases":0},{"under":7200,"cases":1},
				{"under":14400,"cases":0},{"under":28800,"cases":0},{"under":86400,"cases":0},{"under":259200,"cases":1},
				{"under":604800,"cases":0},{"cases":0}]}`)
		s.times(s.as(eve), "?period=all", `{"period":"all","suppressed":true,
			"instance":{"cases":8,"answered":6,"solved":5,"responses":8,
				"time_to_first_response":{"cases":6,"lower_quartile":234,"median":827,"upper_quartile":4275},
				"time_to_accepted_answer":null,"changed_management":null},
			"specialties":[`+strings.Repeat(`{"specialty":"SPECIALTY","cases":6,"answered":5,"solved":4,"responses":7,
				"time_to_first_response":{"cases":5,"lower_quartile":754,"median":900,"upper_quartile":5400},
				"time_to_accepted_answer":null,"changed_management":null},`, 2)+`
				{"specialty":"dermatology","hidden":true,"cases":0,"answered":0,"solved":0,"responses":0,
				"time_to_first_response":null,"time_to_accepted_answer":null,"changed_management":null}],
			"first_response":[{"under":900,"cases":3},{"under":1800,"cases":1},{"under":3600,"cases":0},{"under":7200,"cases":1},
				{"under":14400,"cases":0},{"under":28800,"cases":0},{"under":86400,"cases":0},{"under":259200,"cases":1},
				{"under":604800,"cases":0},{"cases":0}]}`)
		if all := s.read(s.as(bob), "?period=all"); all["instance"].(map[string]any)["cases"] != 9.0 {
			t.Errorf("a clinician counts %v", all["instance"])
		}
		s.visitor().get("/cases/times.json").hasNot(`"cases"`)
		s.as(eve).get("/cases/times").is(200).has("Time to the first response", "13 min", "too few to show", "<svg", "<table").hasNot("style=")

		s.clock.Advance(40 * 24 * time.Hour) // signed in anew below
		if month := s.read(s.as(mod), "?period=30"); month["instance"].(map[string]any)["cases"] != 0.0 {
			t.Errorf("of the last month: %v", month["instance"])
		}
	})
}

func (s *site) read(b *browser, query string) map[string]any {
	s.Helper()
	got := map[string]any{}
	a := b.get("/cases/times.json" + query).is(200)
	if err := json.Unmarshal([]byte(a.body), &got); err != nil || a.header.Get("Content-Type") != "application/json" {
		s.Fatalf("%v, %s: %s", err, a.header.Get("Content-Type"), a.body)
	}
	return got
}

// times compares the figures; the two specialties that hold the same cases may come in
// either order.
func (s *site) times(b *browser, query, want string) {
	s.Helper()
	want = strings.Replace(strings.Replace(want, "SPECIALTY", "cardiology", 1), "SPECIALTY", "internal-medicine", 1)
	wanted := map[string]any{}
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		s.Fatal(err)
	}
	if got := s.read(b, query); !reflect.DeepEqual(got, wanted) {
		text, _ := json.MarshalIndent(got, "", " ")
		s.Errorf("the figures are %s", text)
	}
}
