package community_test

import (
	"errors"
	"testing"
	"time"

	"consilium/community"
	"consilium/community/credential"
)

func TestMakeTrust(t *testing.T) {
	for _, tt := range []struct {
		draft community.TrustDraft
		want  credential.Level
		field string
	}{
		{community.TrustDraft{Host: " Clinic.EXAMPLE. ", Rule: "accept"}, 3, ""},
		{community.TrustDraft{Host: "clinic.example", Rule: "accept", MinLevel: "4"}, 4, ""},
		{community.TrustDraft{Host: "clinic.example", Rule: "show", MinLevel: "9"}, 3, ""},
		{community.TrustDraft{Host: "clinic.example", Rule: "ignore"}, 3, ""},
		{community.TrustDraft{Host: "clinic.example", Rule: "accept", MinLevel: "0"}, 0, "min_level"},
		{community.TrustDraft{Host: "clinic.example", Rule: "accept", MinLevel: "5"}, 0, "min_level"},
		{community.TrustDraft{Host: "clinic.example", Rule: "accept", MinLevel: "three"}, 0, "min_level"},
		{community.TrustDraft{Host: "clinic.example", Rule: "believe"}, 0, "rule"},
		{community.TrustDraft{Host: "https://clinic.example/", Rule: "accept"}, 0, "host"},
		{community.TrustDraft{Rule: "accept"}, 0, "host"},
	} {
		got, err := community.MakeTrust(tt.draft, 7, time.Unix(1, 0))
		var wrong *community.Invalid
		if errors.As(err, &wrong) != (tt.field != "") || wrong != nil && wrong.Field != tt.field {
			t.Errorf("%+v: %v", tt.draft, err)
		}
		if err == nil && (got.Host != "clinic.example" || got.MinLevel != tt.want || got.By != 7) {
			t.Errorf("%+v: %+v", tt.draft, got)
		}
	}
}
