package mastodon

// AdminAccount is an account as staff see it. What was proved of a clinician, and how,
// is no part of it.
type AdminAccount struct {
	ID            string    `json:"id"`
	Username      string    `json:"username"`
	Domain        *string   `json:"domain"`
	CreatedAt     string    `json:"created_at"`
	Email         string    `json:"email"`
	IP            *string   `json:"ip"`
	IPs           []AdminIP `json:"ips"`
	Locale        string    `json:"locale"`
	InviteRequest *string   `json:"invite_request"`
	Role          Role      `json:"role"`
	Confirmed     bool      `json:"confirmed"`
	Approved      bool      `json:"approved"`
	Disabled      bool      `json:"disabled"`
	Silenced      bool      `json:"silenced"`
	Suspended     bool      `json:"suspended"`
	Sensitized    bool      `json:"sensitized"`
	Account       Account   `json:"account"`
	// Neither is remembered here.
	CreatedByApplicationID *string `json:"created_by_application_id"`
	InvitedByAccountID     *string `json:"invited_by_account_id"`
}

// AdminIP is an address that a session was begun from.
type AdminIP struct {
	IP     string `json:"ip"`
	UsedAt string `json:"used_at"`
}

// AdminReport is a report as staff see it.
type AdminReport struct {
	ID                   string        `json:"id"`
	ActionTaken          bool          `json:"action_taken"`
	ActionTakenAt        *string       `json:"action_taken_at"`
	Category             string        `json:"category"`
	Comment              string        `json:"comment"`
	Forwarded            bool          `json:"forwarded"`
	CreatedAt            string        `json:"created_at"`
	UpdatedAt            string        `json:"updated_at"`
	Account              AdminAccount  `json:"account"`
	TargetAccount        AdminAccount  `json:"target_account"`
	AssignedAccount      *AdminAccount `json:"assigned_account"`
	ActionTakenByAccount *AdminAccount `json:"action_taken_by_account"`
	Statuses             []Status      `json:"statuses"`
	Rules                []Rule        `json:"rules"`
}

// AdminDomainBlock is a rule about a server that does not let it in.
type AdminDomainBlock struct {
	ID             string  `json:"id"`
	Domain         string  `json:"domain"`
	Digest         string  `json:"digest"`
	CreatedAt      string  `json:"created_at"`
	Severity       string  `json:"severity"`
	RejectMedia    bool    `json:"reject_media"`
	RejectReports  bool    `json:"reject_reports"`
	PrivateComment *string `json:"private_comment"`
	PublicComment  *string `json:"public_comment"`
	Obfuscate      bool    `json:"obfuscate"`
}

// AdminDomainAllow is a rule about a server that lets it in.
type AdminDomainAllow struct {
	ID        string `json:"id"`
	Domain    string `json:"domain"`
	CreatedAt string `json:"created_at"`
}

// AdminEmailDomainBlock is a domain with whose e-mail addresses nobody opens an account.
type AdminEmailDomainBlock struct {
	ID        string       `json:"id"`
	Domain    string       `json:"domain"`
	CreatedAt string       `json:"created_at"`
	History   []TagHistory `json:"history"`
}

// AdminIPBlock is a range of addresses kept from the door.
type AdminIPBlock struct {
	ID        string  `json:"id"`
	IP        string  `json:"ip"`
	Severity  string  `json:"severity"`
	Comment   string  `json:"comment"`
	CreatedAt string  `json:"created_at"`
	ExpiresAt *string `json:"expires_at"`
}

// AdminCanonicalEmailBlock is an e-mail address with which nobody opens an account.
type AdminCanonicalEmailBlock struct {
	ID   string `json:"id"`
	Hash string `json:"canonical_email_hash"`
}

// AdminMeasure is how much of something there was, by day.
type AdminMeasure struct {
	Key           string             `json:"key"`
	Unit          *string            `json:"unit"`
	Total         string             `json:"total"`
	HumanValue    *string            `json:"human_value,omitempty"`
	PreviousTotal *string            `json:"previous_total,omitempty"`
	Data          []AdminMeasureData `json:"data"`
}

// AdminMeasureData is a day of it.
type AdminMeasureData struct {
	Date  string `json:"date"`
	Value string `json:"value"`
}

// AdminDimension is what something is made up of.
type AdminDimension struct {
	Key  string               `json:"key"`
	Data []AdminDimensionData `json:"data"`
}

// AdminDimensionData is a part of it.
type AdminDimensionData struct {
	Key        string `json:"key"`
	HumanKey   string `json:"human_key"`
	Value      string `json:"value"`
	Unit       string `json:"unit,omitempty"`
	HumanValue string `json:"human_value,omitempty"`
}

// AdminCohort is how many of those who joined in a stretch of time stayed.
type AdminCohort struct {
	Period    string       `json:"period"`
	Frequency string       `json:"frequency"`
	Data      []CohortData `json:"data"`
}

// CohortData is how many of them were seen in a later stretch.
type CohortData struct {
	Date  string  `json:"date"`
	Rate  float64 `json:"rate"`
	Value string  `json:"value"`
}

// AdminTag is a hashtag with what staff decided about it: nothing, here.
type AdminTag struct {
	Tag
	Trendable      bool `json:"trendable"`
	Usable         bool `json:"usable"`
	RequiresReview bool `json:"requires_review"`
}
