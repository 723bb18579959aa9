package mastodon

import (
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// everything follows all channels over one socket.
func (c *caller) everything() *ear {
	c.Helper()
	e := c.socket("")
	for name := range channelScopes {
		if name != "list" {
			e.say(`{"type":"subscribe","stream":"` + name + `","tag":"ward"}`)
		}
	}
	e.settle()
	return e
}

// until gives everything that is heard up to a post with a word, on any channel.
func (e *ear) until(word string) string {
	e.Helper()
	var all strings.Builder
	for {
		got := e.hear()
		all.WriteString(got.Event + " " + strings.Join(got.Stream, ":") + " " + got.Payload + "\n")
		if strings.Contains(got.Payload, word) {
			return all.String()
		}
	}
}

// S-PRIV-1, S-PRIV-8, L15: what is not open comes to nobody it is not for, on no
// channel; what is for this instance or for clinicians to no app without cases:read; and
// nothing of it ever to a public channel, not even to whoever may read it.
func TestStreamingCanaries(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Clinician(s, s.store, "ana", "neurology")
		_, bob := storagetest.Member(s, s.store, "bob")
		_, eve := storagetest.Member(s, s.store, "eve")
		_, col := storagetest.Clinician(s, s.store, "col", "neurology")
		for _, who := range []community.Actor{bob, col} {
			storagetest.Following(s, s.store, who, ana)
		}
		ears := map[string]*ear{
			"stranger": s.as(eve).everything(), "follower": s.as(bob, "read write follow").everything(), "trusted follower": s.as(bob).everything(),
			"colleague": s.as(col).everything(), "colleague without": s.as(col, "read").everything(), "author without": s.as(ana, "read").everything(),
		}
		writer := s.as(ana)
		publishCase(s, ana, canary+"instance #ward", community.InstanceOnly)
		publishCase(s, ana, canary+"clinicians #ward", community.Clinicians)
		followers := writer.post("/api/v1/statuses", "status", canary+"followers #ward", "visibility", "private").is(200).json().at("id").text()
		direct := writer.post("/api/v1/statuses", "status", canary+"direct @col #ward", "visibility", "direct").is(200).json().at("id").text()
		writer.post("/api/v1/statuses", "status", canary+"answer @col #ward", "visibility", "direct", "in_reply_to_id", direct).is(200)
		writer.form("PUT", "/api/v1/statuses/"+followers, "status", canary+"followers edited #ward").is(200)
		for _, number := range []string{followers, direct} {
			writer.send("DELETE", "/api/v1/statuses/"+number, "", nil).is(200)
		}
		storagetest.Post(s, s.store, ana, "The end #ward")
		for who, reads := range map[string]string{
			"stranger": "", "follower": "followers", "trusted follower": "followers instance", "colleague": "followers instance clinicians direct answer",
			"colleague without": "followers direct answer", "author without": "followers direct answer",
		} {
			all := ears[who].until("The end #ward")
			for _, kind := range []string{"instance", "clinicians", "followers", "direct", "answer"} {
				if got := strings.Contains(all, canary+kind); got && !strings.Contains(reads, kind) {
					t.Errorf("%s reads what is for %s: %s", who, kind, all)
				}
			}
			for line := range strings.Lines(all) {
				if strings.Contains(line, canary) && !strings.HasPrefix(line, "update user ") && !strings.HasPrefix(line, "status.update user ") &&
					!strings.HasPrefix(line, "notification user") && !strings.HasPrefix(line, "conversation direct ") {
					t.Errorf("%s hears in the open: %s", who, line)
				}
			}
		}
	})
}

// A list tells an app without cases:read of nothing restricted, and an app with it of
// what its reader may see.
func TestStreamingListCanaries(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Clinician(s, s.store, "ana", "neurology")
		_, bob := storagetest.Member(s, s.store, "bob")
		storagetest.Member(s, s.store, "eve")
		_, col := storagetest.Clinician(s, s.store, "col", "neurology")
		ears := map[string]*ear{}
		for who, reader := range map[string]struct {
			actor  community.Actor
			scopes []string
		}{"follower": {bob, nil}, "colleague": {col, nil}, "colleague without": {col, []string{"read"}}} {
			storagetest.Following(s, s.store, reader.actor, ana)
			list := s.as(reader.actor).post("/api/v1/lists", "title", who).is(200).json().at("id").text()
			s.as(reader.actor).post("/api/v1/lists/"+list+"/accounts", "account_ids[]", id(ana.ID)).is(200)
			ears[who] = s.as(reader.actor, reader.scopes...).socket("?stream=list&list=" + list)
			ears[who].settle()
		}
		for _, audience := range []community.AudienceKind{community.InstanceOnly, community.Clinicians} {
			publishCase(s, ana, canary+string(audience), audience)
		}
		s.as(ana).post("/api/v1/statuses", "status", canary+"direct @eve", "visibility", "direct").is(200)
		storagetest.Post(s, s.store, ana, "The end")
		for who, reads := range map[string]string{"follower": "instance", "colleague": "instance clinicians", "colleague without": ""} {
			all := ears[who].until("The end")
			for _, kind := range []string{"instance", "clinicians", "direct"} {
				if got := strings.Contains(all, canary+kind); got != strings.Contains(reads, kind) {
					t.Errorf("%s hears what is for %s: %t", who, kind, got)
				}
			}
		}
	})
}

// Who reads what on the home channel is heard there, or the test above says nothing.
func TestStreamingReachesWhoMayRead(t *testing.T) {
	eachSite(t, func(s *site) {
		_, ana := storagetest.Clinician(s, s.store, "ana", "neurology")
		_, col := storagetest.Clinician(s, s.store, "col", "neurology")
		storagetest.Following(s, s.store, col, ana)
		home := s.as(col).socket("?stream=user")
		for _, audience := range []community.AudienceKind{community.InstanceOnly, community.Clinicians} {
			publishCase(s, ana, canary+string(audience), audience)
			if got := home.hear(); got.Event != "update" || !strings.Contains(got.Payload, canary+string(audience)) {
				t.Errorf("a case for %s: %+v", audience, got)
			}
		}
		followers := storagetest.Post(s, s.store, ana, "For followers", community.Followers)
		home.hear().is(t, "update", "user")
		s.must(s.store.DeletePost(t.Context(), followers.ID, s.store.Now()))
		if gone := home.hear(); gone.Event != "delete" || gone.Payload != id(followers.ID) {
			t.Errorf("its end: %+v", gone)
		}
	})
}

// Blocks, mutes, blocked domains, limited and suspended servers, and hidden posts keep
// away from the channels what they keep out of the timelines; the next is heard.
func TestStreamingHonoursTheTimelines(t *testing.T) {
	eachSite(t, func(s *site) {
		user, ana := storagetest.Member(s, s.store, "ana")
		_, muted := storagetest.Member(s, s.store, "muted")
		_, blocked := storagetest.Member(s, s.store, "blocked")
		_, blocking := storagetest.Member(s, s.store, "blocking")
		_, friend := storagetest.Member(s, s.store, "friend")
		for _, who := range []community.Actor{muted, friend} {
			storagetest.Following(s, s.store, ana, who)
		}
		s.must(s.store.Mute(t.Context(), storage.Mute{Actor: ana.ID, Target: muted.ID, Notifications: true}))
		s.must(s.store.Block(t.Context(), ana.ID, blocked.ID))
		s.must(s.store.Block(t.Context(), blocking.ID, ana.ID))
		far := map[string]community.Actor{}
		for _, host := range []string{"limited", "suspended", "shunned"} {
			far[host] = storagetest.Remote(s, s.store, "https://"+host+".example", "zoe")
		}
		s.must(s.store.BlockDomain(t.Context(), ana.ID, "shunned.example"))
		s.must(s.store.SetDomainRule(t.Context(), community.DomainRule{Host: "limited.example", Severity: community.DomainLimited, By: user.Actor}))
		ear := s.as(ana).everything()
		for _, who := range []community.Actor{muted, blocked, blocking} {
			storagetest.Post(s, s.store, who, canary+" @ana #ward")
			s.as(who).post("/api/v1/statuses", "status", canary+" @ana", "visibility", "public")
		}
		storagetest.RemotePost(s, s.store, far["limited"], canary+" #ward")
		storagetest.RemotePost(s, s.store, far["shunned"], canary+" #ward")
		storagetest.Post(s, s.store, friend, "The end")
		if all := ear.until("The end"); strings.Contains(all, canary) {
			t.Errorf("heard %s", all)
		}
	})
}
