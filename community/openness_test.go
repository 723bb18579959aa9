package community_test

import (
	"testing"

	"consilium/community"
)

// An administrator's word counts before the configuration's, both ways.
func TestOpennessIsTheAdministrators(t *testing.T) {
	for _, configured := range []bool{true, false} {
		o := community.Openness{PublicCases: configured}
		if o.At(community.Instance{}).PublicCases != configured {
			t.Errorf("nobody decided, configured %v", configured)
		}
		for _, decided := range []bool{true, false} {
			if o.At(community.Instance{PublicCases: &decided}).PublicCases != decided {
				t.Errorf("configured %v, decided %v", configured, decided)
			}
		}
	}
}
