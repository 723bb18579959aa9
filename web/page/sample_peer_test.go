package page

import (
	"strings"
	"time"

	"consilium/community"
)

func samplesPeer() map[string]View {
	well := Peer{Peer: community.Peer{Host: "well.example", Software: "mastodon", Version: "4.5.1", People: 120, LastSuccess: ago(time.Minute), Heard: ago(time.Hour),
		Scheme: "rfc9421", SchemeNoted: ago(30 * time.Hour)}, State: community.PeerWorking}
	down := Peer{Peer: community.Peer{Host: "down.example", Software: "lemmy", People: 3, LastSuccess: ago(80 * time.Hour), LastFailure: ago(time.Hour), FailureStatus: 503,
		Fails: 7, FailingSince: ago(50 * time.Hour), NextTry: ago(-time.Hour), Waiting: 1001, Oldest: ago(50 * time.Hour), Incoming: 2, Unknown: 4,
		Scheme: "cavage", SchemeNoted: ago(time.Hour), ModernRefused: ago(40 * time.Hour)}, State: community.PeerWaiting, Rule: community.DomainLimited}
	list := []Peer{well, down}
	for _, state := range []community.PeerState{community.PeerGivenUp, community.PeerSlow, community.PeerRefusing, community.PeerQuiet} {
		list = append(list, Peer{Peer: community.Peer{Host: string(state) + ".example", GivenUp: ago(time.Hour), LastFailure: ago(time.Hour)}, State: state})
	}
	samples := map[string]View{
		"desk-peers": DeskPeers{Query: "example", Sort: "people", Number: 2, List: list, Total: 5000, More: true, Softwares: []string{"lemmy", "mastodon"}, Software: "lemmy",
			Orders: []string{"name", "software", "people", "waiting", "success", "failure", "heard"}},
		"desk-peers-empty":    DeskPeers{Sort: "name", Number: 1},
		"desk-peers-none":     DeskPeers{Sort: "name", Number: 1, Only: "failing"},
		"desk-domain-down":    DeskDomain{Host: down.Host, Connection: &DeskConnection{Peer: down, Deliveries: 990, Deletes: 11, Severed: 3}, Problems: Problems{"sure": community.Say("peer.drop.sure_needed")}, Log: entriesOfPeer()},
		"desk-domain-waiting": DeskDomain{Host: down.Host, Connection: &DeskConnection{Peer: list[3], Deliveries: 1}},
		"desk-inspection":     DeskInspection{},
		"desk-inspection-bad": DeskInspection{Address: "@bob@down.example", List: inspectedSamples()},
		"desk-inspection-well": DeskInspection{Address: "well.example", Well: true,
			List: []community.Inspected{{Name: "place", Mark: community.MarkRight, Facts: []community.Problem{community.Say("inspect.fact.addresses", "addresses", "192.0.2.1")}}}},
	}
	for _, p := range list[2:] {
		samples["desk-domain-"+string(p.State)] = DeskDomain{Host: p.Host, Connection: &DeskConnection{Peer: p}}
	}
	return samples
}

func entriesOfPeer() []Entry {
	var log []Entry
	for _, did := range []string{"peer-retry", "peer-drop", "peer-drop-all"} {
		log = append(log, Entry{When: ago(time.Hour), Who: ana.Name, Did: did, Note: "12"})
	}
	return log
}

// inspectedSamples has every sentence of an inspection once.
func inspectedSamples() []community.Inspected {
	var list []community.Inspected
	for _, name := range strings.Fields(`address policy place webfinger hostmeta subject unsigned cavage rfc9421 document kind actor handle key_document
		keys known object author audience content proof software queue`) {
		list = append(list, community.Inspected{Name: name, Mark: community.MarkRight})
	}
	args := []any{"count", 2, "since", "2026-11-20 10:00 UTC", "until", "2026-11-22 10:00 UTC", "time", "2026-11-22 09:00 UTC", "type", "Collection", "names", "outbox", "status", "503"}
	for _, name := range strings.Fields(`no_member not_an_address ours shut_out forbidden_address scheme no_name too_large redirects media_type malformed
		contradicts status no_answer not_acceptable no_self not_said waiting given_up refusing slow neither no_id speaks_for_another other_id only_page
		is_page actor_type no_inbox elsewhere unproved no_key key_owner gone suspended deleted object_type foreign_author no_proof proof_unsupported
		proof_expired proof_key proof_wrong`) {
		mark := community.MarkWrong
		if strings.HasPrefix(name, "no_") {
			mark = community.MarkOpen
		}
		list = append(list, community.Inspected{Name: "document", Mark: mark, Problem: community.Say("inspect.problem."+name, args...)})
	}
	return append(list, community.Inspected{Name: "actor", Mark: community.MarkRight, Facts: []community.Problem{
		community.Say("inspect.fact.begins", "text", "<b>Hello</b>"), community.Say("inspect.fact.inbox", "address", "https://down.example/inbox"),
		community.Say("inspect.fact.rsa", "bits", "2048", "key", "https://down.example/users/bob#main-key")}})
}
