package mastodon

// Account is a person, group or service, as everybody sees it.
type Account struct {
	ID             string   `json:"id"`
	Username       string   `json:"username"`
	Acct           string   `json:"acct"`
	DisplayName    string   `json:"display_name"`
	Locked         bool     `json:"locked"`
	Bot            bool     `json:"bot"`
	Discoverable   *bool    `json:"discoverable"`
	Indexable      bool     `json:"indexable"`
	Noindex        bool     `json:"noindex"`
	Group          bool     `json:"group"`
	CreatedAt      string   `json:"created_at"`
	Note           string   `json:"note"`
	URL            string   `json:"url"`
	URI            string   `json:"uri"`
	Avatar         string   `json:"avatar"`
	AvatarStatic   string   `json:"avatar_static"`
	Header         string   `json:"header"`
	HeaderStatic   string   `json:"header_static"`
	FollowersCount int      `json:"followers_count"`
	FollowingCount int      `json:"following_count"`
	StatusesCount  int      `json:"statuses_count"`
	LastStatusAt   *string  `json:"last_status_at"`
	HideCollection *bool    `json:"hide_collections"`
	Suspended      bool     `json:"suspended"`
	Limited        bool     `json:"limited"`
	Memorial       bool     `json:"memorial"`
	Moved          *Account `json:"moved"`
	Emojis         []Emoji  `json:"emojis"`
	Roles          []Role   `json:"roles"`
	Fields         []Field  `json:"fields"`
	// What follows came with Mastodon 4.6: pictures have no descriptions here, and
	// nobody hides parts of a profile.
	AvatarDescription string    `json:"avatar_description"`
	HeaderDescription string    `json:"header_description"`
	ShowFeatured      bool      `json:"show_featured"`
	ShowMedia         bool      `json:"show_media"`
	ShowMediaReplies  bool      `json:"show_media_replies"`
	FeatureApproval   *struct{} `json:"feature_approval"`

	// text is the account as JSON, where it was kept.
	text []byte
}

// Field is a line of a profile. What a profession says is the person's own word,
// and the name of the field says so.
type Field struct {
	Name       string  `json:"name"`
	Value      string  `json:"value"`
	VerifiedAt *string `json:"verified_at"`
}

// Role is a duty of staff. Permissions are those of Mastodon's own API for
// staff, which does not exist here.
type Role struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Color       string `json:"color"`
	Permissions string `json:"permissions"`
	Highlighted bool   `json:"highlighted"`
}

// CredentialAccount is the account of whoever asks.
type CredentialAccount struct {
	Account
	Source Source `json:"source"`
	Role   Role   `json:"role"`
}

// write writes all of it: the account within would write itself alone.
func (a CredentialAccount) write(w *wire) { w.plain(a) }

// Source is what the member typed, and the presets for new posts.
type Source struct {
	Privacy             string   `json:"privacy"`
	Sensitive           bool     `json:"sensitive"`
	Language            *string  `json:"language"`
	Note                string   `json:"note"`
	Fields              []Field  `json:"fields"`
	FollowRequestsCount int      `json:"follow_requests_count"`
	Discoverable        bool     `json:"discoverable"`
	Indexable           bool     `json:"indexable"`
	HideCollections     *bool    `json:"hide_collections"`
	AttributionDomains  []string `json:"attribution_domains"`
	QuotePolicy         string   `json:"quote_policy"`
}

// Profile is the own profile as it is edited (Mastodon 4.6); pictures are null where
// there are none.
type Profile struct {
	ID                 string   `json:"id"`
	DisplayName        string   `json:"display_name"`
	Note               string   `json:"note"`
	Fields             []Field  `json:"fields"`
	Avatar             *string  `json:"avatar"`
	AvatarStatic       *string  `json:"avatar_static"`
	AvatarDescription  string   `json:"avatar_description"`
	Header             *string  `json:"header"`
	HeaderStatic       *string  `json:"header_static"`
	HeaderDescription  string   `json:"header_description"`
	Locked             bool     `json:"locked"`
	Bot                bool     `json:"bot"`
	HideCollections    *bool    `json:"hide_collections"`
	Discoverable       *bool    `json:"discoverable"`
	Indexable          bool     `json:"indexable"`
	ShowMedia          bool     `json:"show_media"`
	ShowMediaReplies   bool     `json:"show_media_replies"`
	ShowFeatured       bool     `json:"show_featured"`
	AttributionDomains []string `json:"attribution_domains"`
}

// FamiliarFollowers are people whom the member follows and who follow an account.
type FamiliarFollowers struct {
	ID       string    `json:"id"`
	Accounts []Account `json:"accounts"`
}

// Suggestion is an account that the member may want to follow. Source is Mastodon's
// older word for the reason.
type Suggestion struct {
	Source  string   `json:"source"`
	Sources []string `json:"sources"`
	Account Account  `json:"account"`
}

// MutedAccount is an account with the end of its mute.
type MutedAccount struct {
	Account
	MuteExpiresAt *string `json:"mute_expires_at"`
}

// write writes all of it: the account within would write itself alone.
func (a MutedAccount) write(w *wire) { w.plain(a) }

// Relationship is what stands between whoever asks and an account.
type Relationship struct {
	ID                  string   `json:"id"`
	Following           bool     `json:"following"`
	ShowingReblogs      bool     `json:"showing_reblogs"`
	Notifying           bool     `json:"notifying"`
	Languages           []string `json:"languages"`
	FollowedBy          bool     `json:"followed_by"`
	Blocking            bool     `json:"blocking"`
	BlockedBy           bool     `json:"blocked_by"`
	Muting              bool     `json:"muting"`
	MutingNotifications bool     `json:"muting_notifications"`
	MutingExpiresAt     *string  `json:"muting_expires_at"`
	Requested           bool     `json:"requested"`
	RequestedBy         bool     `json:"requested_by"`
	DomainBlocking      bool     `json:"domain_blocking"`
	Endorsed            bool     `json:"endorsed"`
	Note                string   `json:"note"`
}
