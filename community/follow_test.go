package community_test

import (
	"errors"
	"testing"

	"consilium/community"
)

func TestRequestFollow(t *testing.T) {
	ana, bob := cast()
	careful := ana
	careful.ApprovesFollowers = true
	for name, tt := range map[string]struct {
		follower, followed community.Actor
		want               community.FollowState
	}{
		"a member who lets all": {bob, ana, community.FollowAccepted},
		"a member who decides":  {bob, careful, community.FollowRequested},
		"somebody elsewhere":    {ana, bob, community.FollowRequested}, // their server decides
	} {
		f, err := community.RequestFollow(tt.follower, tt.followed, community.Relation{}, at(0))
		if err != nil || f.State != tt.want || f.Follower != tt.follower.ID || f.Followed != tt.followed.ID || !f.Created.Equal(at(0)) || !f.IRI.IsZero() {
			t.Errorf("%s: %v, %+v", name, err, f)
		}
	}
}

func TestRequestFollowRefuses(t *testing.T) {
	ana, bob := cast()
	suspended, gone := ana, bob
	suspended.Suspended, gone.Gone = at(0), at(0)
	for name, tt := range map[string]struct {
		follower, followed community.Actor
		r                  community.Relation
		want               error
	}{
		"suspended follower": {suspended, bob, community.Relation{}, community.ErrForbidden},
		"gone follower":      {gone, ana, community.Relation{}, community.ErrForbidden},
		"suspended target":   {bob, suspended, community.Relation{}, community.ErrNotFound},
		"gone target":        {ana, gone, community.Relation{}, community.ErrNotFound},
		"blocked":            {ana, bob, community.Relation{BlockedBy: true}, community.ErrForbidden},
		"blocking":           {ana, bob, community.Relation{Blocks: true}, community.ErrForbidden},
	} {
		if f, err := community.RequestFollow(tt.follower, tt.followed, tt.r, at(0)); !errors.Is(err, tt.want) || f.State != "" {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	_, err := community.RequestFollow(ana, ana, community.Relation{}, at(0))
	wantInvalid(t, err, "actor", "follow.self", "oneself")
}
