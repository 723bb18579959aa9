package community_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"consilium/community"
)

// S-IN-4: a policy is read with its post each time that is shown, so that nobody makes
// one a megabyte; everybody is not crowded out of it.
func TestLargePolicies(t *testing.T) {
	var crowd []string
	for n := range 100 {
		crowd = append(crowd, fmt.Sprintf("https://evil.example/%04d%s", n, strings.Repeat("x", 1000)))
	}
	rule := community.InteractionRule{Automatic: append(crowd, community.Everybody), Manual: crowd}
	kept := community.InteractionPolicy{Quote: &rule}.Received().Quote
	if !slices.Contains(kept.Automatic, community.Everybody) {
		t.Error("everybody is gone")
	}
	if n := len(strings.Join(kept.Automatic, "")) + len(strings.Join(kept.Manual, "")); n > 9<<10 || len(kept.Manual) == 0 {
		t.Errorf("%d bytes are kept", n)
	}
}
