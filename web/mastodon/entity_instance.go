package mastodon

// Instance is what the institution says of itself, and what it can do.
type Instance struct {
	Domain        string         `json:"domain"`
	Title         string         `json:"title"`
	Version       string         `json:"version"`
	SourceURL     string         `json:"source_url"`
	Description   string         `json:"description"`
	Usage         Usage          `json:"usage"`
	Thumbnail     Thumbnail      `json:"thumbnail"`
	Icon          []Icon         `json:"icon"`
	Languages     []string       `json:"languages"`
	Configuration Configuration  `json:"configuration"`
	Registrations Registrations  `json:"registrations"`
	APIVersions   map[string]int `json:"api_versions"`
	Contact       Contact        `json:"contact"`
	Rules         []Rule         `json:"rules"`
	// Wrapstodon is the year of which there is a report: none.
	Wrapstodon *string `json:"wrapstodon"`
}

// Usage is how many people take part.
type Usage struct {
	Users struct {
		ActiveMonth int `json:"active_month"`
	} `json:"users"`
}

// Thumbnail is the picture of the instance.
type Thumbnail struct {
	URL         string            `json:"url"`
	Blurhash    *string           `json:"blurhash"`
	Versions    map[string]string `json:"versions"`
	Description *string           `json:"description"`
}

// Icon is a sign of the instance in one size.
type Icon struct {
	Source string `json:"src"`
	Size   string `json:"size"`
}

// Registrations say whether one can get an account.
type Registrations struct {
	Enabled          bool    `json:"enabled"`
	ApprovalRequired bool    `json:"approval_required"`
	ReasonRequired   bool    `json:"reason_required"`
	Message          *string `json:"message"`
	MinAge           *int    `json:"min_age"`
	URL              *string `json:"url"`
}

// Contact is whom to write to.
type Contact struct {
	Email   string   `json:"email"`
	Account *Account `json:"account"`
}

// Rule is a rule of the house.
type Rule struct {
	ID           string   `json:"id"`
	Text         string   `json:"text"`
	Hint         string   `json:"hint"`
	Translations struct{} `json:"translations"`
}

// Configuration holds the limits apps must know.
type Configuration struct {
	URLs              ConfigurationURLs     `json:"urls"`
	Vapid             map[string]string     `json:"vapid"`
	Accounts          map[string]int        `json:"accounts"`
	Statuses          map[string]int        `json:"statuses"`
	MediaAttachments  MediaConfiguration    `json:"media_attachments"`
	Polls             map[string]int        `json:"polls"`
	Translation       map[string]bool       `json:"translation"`
	LimitedFederation bool                  `json:"limited_federation"`
	TimelinesAccess   map[string]AccessKind `json:"timelines_access"`
}

// ConfigurationURLs are addresses; null for what there is not.
type ConfigurationURLs struct {
	Streaming      *string `json:"streaming"`
	Status         *string `json:"status"`
	About          *string `json:"about"`
	PrivacyPolicy  *string `json:"privacy_policy"`
	TermsOfService *string `json:"terms_of_service"`
}

// AccessKind says who may read a kind of list.
type AccessKind struct {
	Local  string `json:"local"`
	Remote string `json:"remote"`
}

// MediaConfiguration says which pictures are taken. There are no videos here.
type MediaConfiguration struct {
	SupportedTypes      []string `json:"supported_mime_types"`
	DescriptionLimit    int      `json:"description_limit"`
	ImageSizeLimit      int      `json:"image_size_limit"`
	ImageMatrixLimit    int      `json:"image_matrix_limit"`
	VideoSizeLimit      int      `json:"video_size_limit"`
	VideoFrameRateLimit int      `json:"video_frame_rate_limit"`
	VideoMatrixLimit    int      `json:"video_matrix_limit"`
}

// OldInstance is Instance as apps before Mastodon 4 read it.
type OldInstance struct {
	URI              string            `json:"uri"`
	Title            string            `json:"title"`
	ShortDescription string            `json:"short_description"`
	Description      string            `json:"description"`
	Email            string            `json:"email"`
	Version          string            `json:"version"`
	URLs             map[string]string `json:"urls"`
	Stats            Stats             `json:"stats"`
	Thumbnail        string            `json:"thumbnail"`
	Languages        []string          `json:"languages"`
	Registrations    bool              `json:"registrations"`
	ApprovalRequired bool              `json:"approval_required"`
	InvitesEnabled   bool              `json:"invites_enabled"`
	Configuration    OldConfiguration  `json:"configuration"`
	ContactAccount   *Account          `json:"contact_account"`
	Rules            []Rule            `json:"rules"`
}

// OldConfiguration is as much of Configuration as those apps know of.
type OldConfiguration struct {
	Accounts         map[string]int     `json:"accounts"`
	Statuses         map[string]int     `json:"statuses"`
	MediaAttachments MediaConfiguration `json:"media_attachments"`
	Polls            map[string]int     `json:"polls"`
}

// Stats count what is known here.
type Stats struct {
	Users    int `json:"user_count"`
	Statuses int `json:"status_count"`
	Domains  int `json:"domain_count"`
}

// Preferences are a member's own, as far as apps know them.
type Preferences struct {
	Visibility string  `json:"posting:default:visibility"`
	Sensitive  bool    `json:"posting:default:sensitive"`
	Language   *string `json:"posting:default:language"`
	Quotes     string  `json:"posting:default:quote_policy"`
	Media      string  `json:"reading:expand:media"`
	Spoilers   bool    `json:"reading:expand:spoilers"`
}
