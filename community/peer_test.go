package community

import (
	"testing"
	"time"
)

func TestPeerState(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	for want, list := range map[PeerState][]Peer{
		PeerQuiet:    {{}, {Waiting: 1, Oldest: ago(time.Minute)}},
		PeerWorking:  {{LastSuccess: ago(time.Hour)}, {LastSuccess: ago(time.Minute), LastFailure: ago(time.Hour)}, {LastSuccess: ago(time.Hour), GivenUp: ago(2 * time.Hour)}},
		PeerRefusing: {{LastFailure: ago(time.Hour)}, {LastFailure: ago(time.Minute), LastSuccess: ago(time.Hour)}},
		PeerSlow:     {{LastSuccess: ago(time.Minute), Waiting: 3, Oldest: ago(time.Hour)}},
		PeerGivenUp:  {{GivenUp: ago(time.Hour), LastSuccess: ago(200 * time.Hour)}, {GivenUp: ago(time.Hour)}},
		PeerWaiting:  {{Fails: 1, LastSuccess: ago(time.Second)}, {Fails: 9, GivenUp: ago(time.Hour)}},
	} {
		for _, p := range list {
			if got := p.State(now); got != want {
				t.Errorf("%+v is %s, want %s", p, got, want)
			}
		}
	}
}
