package storage_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// asked publishes a case of the author with a poll of two options and a third.
func (st stage) asked(author community.Actor, closes string) community.Post {
	st.Helper()
	d := draft{text: "rash", audience: community.InstanceOnly, isCase: true}.words()
	d.Case.Poll = community.PollDraft{Options: []string{"DRESS", "AGEP"}, Closes: closes}
	return st.publish(community.Publish(author, d, draft{}.surroundings(st.s)))
}

// clinicians are so many physicians, and nurses from the one with that number.
func (st stage) clinicians(count, nurses int) []community.Actor {
	st.Helper()
	list := make([]community.Actor, 0, count)
	for n := range count {
		_, a := storagetest.Member(st, st.s, fmt.Sprintf("voter%d", n))
		p := storagetest.Proof{Profession: "physician", Level: 4, Specialties: []community.Specialty{"cardiology"}}
		if n >= nurses {
			p.Profession, p.Specialties = "nurse", nil
		}
		list = append(list, storagetest.Prove(st, st.s, a, p))
	}
	return list
}

func (st stage) ballot(who community.Actor, asked community.Post, choice string) community.Ballot {
	st.Helper()
	view, err := st.s.Poll(st.Context(), asked.ID, who.ID)
	if err != nil {
		st.Fatal(err)
	}
	v := community.Voter{Actor: who, Subject: who.Subject(community.Member, st.s.Standing(st.Context(), who)), Now: st.s.Now()}
	b, err := community.CastBallot(v, asked, view.Poll, community.BallotDraft{Choice: choice, Other: "Kikuchi disease"})
	if err != nil {
		st.Fatal(err)
	}
	return b
}

func (st stage) vote(who community.Actor, asked community.Post, choice string) {
	st.Helper()
	if err := st.s.Vote(st.Context(), st.ballot(who, asked, choice)); err != nil {
		st.Fatal(err)
	}
}

func (st stage) poll(asked community.Post, who community.ActorID) storage.PollView {
	st.Helper()
	view, err := st.s.Poll(st.Context(), asked.ID, who)
	if err != nil {
		st.Fatal(err)
	}
	return view
}

func (st stage) counted(asked community.Post) int {
	st.Helper()
	return st.s.Number(st, `SELECT COALESCE(SUM(votes), 0) FROM poll_count WHERE poll = ?`, asked.ID)
}

// A poll comes back as it was asked; votes are told to who voted, in steps, and to
// nobody else before it is over.
func TestPoll(t *testing.T) {
	each(t, func(st stage) {
		ana := st.member("ana")
		plain := st.post(ana, draft{text: "x", audience: community.InstanceOnly, isCase: true})
		if _, err := st.s.Poll(t.Context(), plain.ID, ana.ID); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("no poll: %v", err)
		}
		asked, voters := st.asked(ana, "7"), st.clinicians(21, 14)
		if p := st.poll(asked, 0); strings.Join(p.Options, " ") != "DRESS AGEP" || !p.Other || p.Days != 7 || !p.Opened.Equal(asked.Published) || p.Voted || p.Result != nil {
			t.Errorf("asked %+v", p)
		}
		for n, who := range voters[:20] {
			st.vote(who, asked, []string{"1", "1", "2", "other"}[n%4])
			if got, want := st.counted(asked), max(0, (n+1)/5*5-5); got != want {
				t.Errorf("%d votes: %d are counted, want %d", n+1, got, want)
			}
			p := st.poll(asked, who.ID)
			if !p.Voted || p.Result == nil || (len(p.Result.Total) > 0) != (n >= 14) || p.Result.Others != nil {
				t.Errorf("voter %d is told %+v", n+1, p)
			}
			for name, other := range map[string]community.ActorID{"visitor": 0, "author": ana.ID, "last": voters[20].ID} {
				if p := st.poll(asked, other); p.Result != nil || p.Voted {
					t.Errorf("after %d votes the %s knows %+v", n+1, name, p)
				}
			}
		}
		if p := st.poll(asked, voters[3].ID); p.Choice != 2 || p.Own != "Kikuchi disease" {
			t.Errorf("own vote %+v", p)
		}
		ok(t, st.s.ClosePoll(t.Context(), asked.ID))
		p := st.poll(asked, 0)
		if st.counted(asked) != 20 || fmt.Sprint(p.Result.Total) != "[10 5 5]" || fmt.Sprint(p.Result.Others) != "[Kikuchi disease]" || len(p.Result.Professions) != 2 || len(p.Result.Specialties) != 2 {
			t.Errorf("in the end %d counted, %+v", st.counted(asked), p.Result)
		}
		if err := st.s.ClosePoll(t.Context(), asked.ID); !errors.Is(err, community.ErrConflict) {
			t.Errorf("closed again: %v", err)
		}
		if err := st.s.AddPoll(t.Context(), asked.ID, community.Poll{Options: []string{"a", "b"}}); !errors.Is(err, community.ErrConflict) {
			t.Errorf("asked again: %v", err)
		}
	})
}

// Of votes of one person at the same moment one counts, and of many people all.
func TestVoteAtOnce(t *testing.T) {
	each(t, func(st stage) {
		asked, voters := st.asked(st.member("ana"), "7"), st.clinicians(12, 12)
		var wg sync.WaitGroup
		var cast, refused atomic.Int32
		for _, who := range voters {
			for choice := range 2 {
				b := st.ballot(who, asked, fmt.Sprint(choice+1))
				wg.Go(func() {
					switch err := st.s.Vote(st.Context(), b); {
					case err == nil:
						cast.Add(1)
					case errors.Is(err, community.ErrConflict):
						refused.Add(1)
					default:
						t.Error(err)
					}
				})
			}
		}
		wg.Wait()
		if cast.Load() != 12 || refused.Load() != 12 {
			t.Errorf("%d cast, %d refused", cast.Load(), refused.Load())
		}
		if n := st.s.Number(t, `SELECT COUNT(*) FROM poll_vote`); n != 12 || st.counted(asked) != 5 {
			t.Errorf("%d votes, %d counted", n, st.counted(asked))
		}
		ok(t, st.s.ClosePoll(t.Context(), asked.ID))
		if got := st.counted(asked); got != 12 {
			t.Errorf("%d counted in the end", got)
		}
	})
}

// What a ballot was made with has to hold when it is written.
func TestVoteTooLate(t *testing.T) {
	clock := &storagetest.Clock{}
	storagetest.EachDatabase(t, func(t *testing.T, database string) {
		st := stage{t, storagetest.At(t, storagetest.Options{Database: database, Now: clock.Now})}
		ana, voters := st.member("ana"), st.clinicians(6, 6)
		asked, narrow := st.asked(ana, "1"), st.asked(ana, "solved")
		vote := func(b community.Ballot) error { return st.s.Vote(st.Context(), b) }
		b := st.ballot(voters[0], asked, "1")
		st.s.Run(t, `UPDATE credential SET state = 'suspended' WHERE actor = ?`, voters[1].ID)
		early := []community.Ballot{st.ballot(voters[2], asked, "1"), st.ballot(voters[3], narrow, "1"), st.ballot(voters[4], narrow, "1"), st.ballot(voters[5], narrow, "1")}
		clock.Advance(24 * time.Hour)
		if err := vote(b); !errors.Is(err, community.ErrConflict) {
			t.Errorf("after the clock closed it: %v", err)
		}
		if p := st.poll(asked, 0); p.Result == nil {
			t.Error("a reader is not told when the clock closed it")
		}
		ok(t, st.s.SuspendActor(t.Context(), voters[3].ID, ana.ID, ""))
		if err := vote(early[1]); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("suspended meanwhile: %v", err)
		}
		st.s.Run(t, `UPDATE actor SET credential = '' WHERE id = ?`, voters[4].ID)
		if err := vote(early[2]); !errors.Is(err, community.ErrForbidden) {
			t.Errorf("no clinician any more: %v", err)
		}
		ok(t, st.s.DeletePost(t.Context(), narrow.ID, clock.Now()))
		if err := vote(early[3]); !errors.Is(err, community.ErrNotFound) && !errors.Is(err, community.ErrConflict) {
			t.Errorf("the case is gone: %v", err)
		}
		if n := st.s.Number(t, `SELECT COUNT(*) FROM poll_vote`); n != 0 {
			t.Errorf("%d votes", n)
		}
	})
}

// A vote takes the same work whatever is voted for and however many did, and so does
// the poll for who did not vote; it announces nothing and writes nowhere else.
func TestVotesLeaveNoTrace(t *testing.T) {
	each(t, func(st stage) {
		ana := st.member("ana")
		asked, quiet, voters := st.asked(ana, "7"), st.asked(ana, "7"), st.clinicians(22, 11)
		onlooker := voters[21]
		before := map[string]string{}
		for _, table := range st.s.Tables(t) {
			if !strings.HasPrefix(table, "poll_vote") && !strings.HasPrefix(table, "poll_count") {
				before[table] = st.s.Contents(t, table)
			}
		}
		if len(before) < 40 {
			t.Fatalf("only %d tables are watched", len(before))
		}
		var ballots []community.Ballot
		for n, who := range voters[:21] {
			ballots = append(ballots, st.ballot(who, asked, []string{"1", "2", "other"}[n%3]))
		}
		heard, stop := st.s.Listen()
		defer stop()
		n := st.s.CountStatements()
		costs := map[int64]int{}
		reads := map[int64]int{}
		for _, b := range ballots {
			at := n.Load()
			ok(t, st.s.Vote(t.Context(), b))
			costs[n.Load()-at]++
			for _, who := range []community.ActorID{onlooker.ID, ana.ID, 0} {
				at = n.Load()
				st.poll(asked, who)
				reads[n.Load()-at]++
				at = n.Load()
				st.poll(quiet, who)
				reads[n.Load()-at]++
			}
		}
		if len(costs) != 1 || len(reads) != 1 {
			t.Errorf("votes take %v statements, the poll %v", costs, reads)
		}
		select {
		case news := <-heard:
			t.Errorf("a vote is announced: %+v", news)
		default:
		}
		for table, was := range before {
			if now := st.s.Contents(t, table); now != was {
				t.Errorf("votes are seen in %s:\n%s\nwas\n%s", table, now, was)
			}
		}
	})
}

// With the case go poll and votes; with an account its votes, and what was counted
// stays of nobody.
func TestPollIsErased(t *testing.T) {
	each(t, func(st stage) {
		ana := st.member("ana")
		asked, over, voters := st.asked(ana, "7"), st.asked(ana, "1"), st.clinicians(11, 11)
		for _, who := range voters {
			st.vote(who, asked, "1")
			st.vote(who, over, "other")
		}
		st.s.Run(t, `UPDATE poll SET opened = 0 WHERE post = ?`, over.ID)
		for _, who := range []community.Actor{voters[0], voters[10]} { // of one the votes were counted, of the other not
			ok(t, st.s.Leave(t.Context(), who.User))
			if n := st.s.Number(t, `SELECT COUNT(*) FROM poll_vote WHERE actor = ?`, who.ID); n != 0 {
				t.Errorf("%d votes of a closed account", n)
			}
		}
		if st.counted(asked) != 5 || st.counted(over) != 11 {
			t.Errorf("%d and %d are counted", st.counted(asked), st.counted(over))
		}
		if p := st.poll(over, 0); fmt.Sprint(p.Result.Total) != "[0 0 10]" {
			t.Errorf("what was over says %+v", p.Result)
		}
		ok(t, st.s.RemovePoll(t.Context(), over.ID))
		ok(t, st.s.DeletePost(t.Context(), asked.ID, st.s.Now()))
		for _, table := range []string{"poll", "poll_option", "poll_vote", "poll_count"} {
			if n := st.s.Number(t, `SELECT COUNT(*) FROM `+table); n != 0 {
				t.Errorf("%d rows are left in %s", n, table)
			}
		}
	})
}

// The copy of one's own data has one's own votes, and of the case its address.
func TestVotesOfEstate(t *testing.T) {
	each(t, func(st stage) {
		asked, voters := st.asked(st.member("ana"), "7"), st.clinicians(2, 2)
		st.vote(voters[0], asked, "2")
		st.vote(voters[1], asked, "other")
		e, err := st.s.Estate(t.Context(), voters[1].User)
		ok(t, err)
		var votes []storage.CastVote
		for v, err := range e.Votes(t.Context()) {
			ok(t, err)
			votes = append(votes, v)
		}
		if len(votes) != 1 || votes[0] != (storage.CastVote{Case: asked.IRI, Choice: 2, Other: "Kikuchi disease"}) {
			t.Errorf("votes %+v", votes)
		}
	})
}
