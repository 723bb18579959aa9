package mastodon

// Notification tells a member what somebody did.
type Notification struct {
	ID        string  `json:"id"`
	Type      string  `json:"type"`
	CreatedAt string  `json:"created_at"`
	GroupKey  string  `json:"group_key"`
	Account   Account `json:"account"`
	Status    *Status `json:"status,omitempty"`
	noticeExtras
}

// noticeExtras are what notifications of few kinds have besides.
type noticeExtras struct {
	Report   *Report         `json:"report,omitempty"`
	Event    *SeveranceEvent `json:"event,omitempty"`
	Warning  *AccountWarning `json:"moderation_warning,omitempty"`
	Fallback *NoticeFallback `json:"fallback,omitempty"`
}

// NoticeFallback is what an app shows that does not know a type.
type NoticeFallback struct {
	Title   string  `json:"title"`
	Summary *string `json:"summary"`
	Details *string `json:"details"`
}

// SeveranceEvent says that follows were cut (RelationshipSeveranceEvent).
type SeveranceEvent struct {
	ID             string `json:"id"`
	Type           string `json:"type"`
	Purged         bool   `json:"purged"`
	TargetName     string `json:"target_name"`
	FollowersCount int    `json:"followers_count"`
	FollowingCount int    `json:"following_count"`
	CreatedAt      string `json:"created_at"`
}

// AccountWarning is what staff decided about a member.
type AccountWarning struct {
	ID            string   `json:"id"`
	Action        string   `json:"action"`
	Text          string   `json:"text"`
	StatusIDs     []string `json:"status_ids"`
	TargetAccount Account  `json:"target_account"`
	Appeal        *Appeal  `json:"appeal"`
	CreatedAt     string   `json:"created_at"`
}

// Appeal is what the member said against it.
type Appeal struct {
	Text  string `json:"text"`
	State string `json:"state"`
}

// NotificationGroup is what several people did to one thing.
type NotificationGroup struct {
	GroupKey           string   `json:"group_key"`
	NotificationsCount int      `json:"notifications_count"`
	Type               string   `json:"type"`
	MostRecent         int64    `json:"most_recent_notification_id"` // a number, unlike all other ids there
	PageMinID          string   `json:"page_min_id"`
	PageMaxID          string   `json:"page_max_id"`
	LatestAt           string   `json:"latest_page_notification_at"`
	SampleAccountIDs   []string `json:"sample_account_ids"`
	StatusID           *string  `json:"status_id,omitempty"`
	noticeExtras
}

// GroupedNotifications are groups with everything they name, once each.
type GroupedNotifications struct {
	Accounts        []Account           `json:"accounts"`
	PartialAccounts []PartialAccount    `json:"partial_accounts,omitempty"`
	Statuses        []Status            `json:"statuses"`
	Groups          []NotificationGroup `json:"notification_groups"`
}

// PartialAccount is as much of an account as its picture needs
// (PartialAccountWithAvatar).
type PartialAccount struct {
	ID                string `json:"id"`
	Acct              string `json:"acct"`
	URL               string `json:"url"`
	Avatar            string `json:"avatar"`
	AvatarStatic      string `json:"avatar_static"`
	AvatarDescription string `json:"avatar_description"`
	Locked            bool   `json:"locked"`
	Bot               bool   `json:"bot"`
}

// NotificationPolicy is what becomes of notifications caused by strangers.
type NotificationPolicy struct {
	ForNotFollowing    string        `json:"for_not_following"`
	ForNotFollowers    string        `json:"for_not_followers"`
	ForNewAccounts     string        `json:"for_new_accounts"`
	ForPrivateMentions string        `json:"for_private_mentions"`
	ForLimitedAccounts string        `json:"for_limited_accounts"`
	Summary            PolicySummary `json:"summary"`
}

// OldNotificationPolicy is the same as apps first knew it (V1::NotificationPolicy).
type OldNotificationPolicy struct {
	FilterNotFollowing    bool          `json:"filter_not_following"`
	FilterNotFollowers    bool          `json:"filter_not_followers"`
	FilterNewAccounts     bool          `json:"filter_new_accounts"`
	FilterPrivateMentions bool          `json:"filter_private_mentions"`
	Summary               PolicySummary `json:"summary"`
}

// PolicySummary is how much waits.
type PolicySummary struct {
	PendingRequests      int `json:"pending_requests_count"`
	PendingNotifications int `json:"pending_notifications_count"`
}

// NotificationRequest is somebody who waits to be let in. The count is a string there.
type NotificationRequest struct {
	ID         string  `json:"id"`
	CreatedAt  string  `json:"created_at"`
	UpdatedAt  string  `json:"updated_at"`
	Count      string  `json:"notifications_count"`
	Account    Account `json:"account"`
	LastStatus *Status `json:"last_status"`
}
