package mastodon

// ScheduledStatus is a status that will be posted later.
type ScheduledStatus struct {
	ID               string          `json:"id"`
	ScheduledAt      string          `json:"scheduled_at"`
	Params           ScheduledParams `json:"params"`
	MediaAttachments []Attachment    `json:"media_attachments"`
}

// ScheduledParams is what it will be. InReplyToID is a number, as Mastodon documents it.
type ScheduledParams struct {
	Text                string         `json:"text"`
	Poll                *ScheduledPoll `json:"poll"`
	MediaIDs            *[]string      `json:"media_ids"`
	Sensitive           *bool          `json:"sensitive"`
	SpoilerText         *string        `json:"spoiler_text"`
	Visibility          string         `json:"visibility"`
	LocalOnly           bool           `json:"local_only"`
	InReplyToID         *int64         `json:"in_reply_to_id"`
	Language            *string        `json:"language"`
	QuotedStatusID      *string        `json:"quoted_status_id"`
	QuoteApprovalPolicy *string        `json:"quote_approval_policy"`
	ApplicationID       int64          `json:"application_id"`
	ScheduledAt         *string        `json:"scheduled_at"`
	Idempotency         *string        `json:"idempotency"`
	WithRateLimit       bool           `json:"with_rate_limit"`
}

// ScheduledPoll is the poll it will ask.
type ScheduledPoll struct {
	Options    []string `json:"options"`
	ExpiresIn  int      `json:"expires_in"`
	Multiple   bool     `json:"multiple"`
	HideTotals bool     `json:"hide_totals"`
}
