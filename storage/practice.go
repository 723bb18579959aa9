package storage

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"consilium/community"
)

type practiceRow struct {
	Training, Interests, Languages, Country, Region string
	ORCID                                           string `bun:"orcid"`
	ReferralNote                                    string
	Listed, Referrals                               bool
}

func (r practiceRow) practice() community.Practice {
	return community.Practice{Training: r.Training, Interests: r.Interests, Languages: splitTags(r.Languages), Country: r.Country,
		Region: r.Region, ORCID: r.ORCID, Listed: r.Listed, Referrals: r.Referrals, ReferralNote: r.ReferralNote}
}

func splitTags(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == ',' })
}

// joinTags writes a list between commas, so that one is found by LIKE '%,de,%'.
func joinTags(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return "," + strings.Join(list, ",") + ","
}

// Practice gives what a member tells of their practice; the zero one when nothing.
func (s *Store) Practice(ctx context.Context, actor community.ActorID) (community.Practice, error) {
	var row practiceRow
	err := one(ctx, s.r, &row, `SELECT p.training, p.interests, p.languages, p.country, p.region, p.orcid, p.listed, p.referrals,
		p.referral_note FROM practice AS p WHERE p.actor = ?`, actor)
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return community.Practice{}, fmt.Errorf("practice of actor %d: %w", actor, err)
	}
	return row.practice(), nil
}

// SetPractice replaces what a member tells of their practice.
func (s *Store) SetPractice(ctx context.Context, actor community.ActorID, p community.Practice) error {
	return s.update(ctx, fmt.Sprintf("set practice of actor %d", actor), func(t *tx) error {
		_, err := t.do(ctx, `INSERT INTO practice (actor, training, interests, languages, country, region, orcid, listed, referrals, referral_note)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (actor) DO UPDATE SET training = excluded.training, interests = excluded.interests, languages = excluded.languages,
			country = excluded.country, region = excluded.region, orcid = excluded.orcid, listed = excluded.listed,
			referrals = excluded.referrals, referral_note = excluded.referral_note`,
			actor, p.Training, p.Interests, joinTags(p.Languages), p.Country, p.Region, p.ORCID, p.Listed, p.Referrals, p.ReferralNote)
		return err
	})
}
