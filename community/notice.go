package community

import (
	"net/url"
	"slices"
	"strings"
	"time"
)

// Topic gathers the kinds of notification that somebody wants to hear of in the
// same way; words under "notice_topic.SLUG".
type Topic string

// The topics of notices. AboutSpecialties is no notification: it is the new cases of
// the specialties one follows.
const (
	AboutCases       Topic = "cases"
	AboutTalk        Topic = "talk"
	AboutPeople      Topic = "people"
	AboutSpecialties Topic = "specialties"
	AboutAccount     Topic = "account"
	AboutDuty        Topic = "duty"
)

// Topics lists them in the order of the settings.
func Topics() []Topic {
	return []Topic{AboutCases, AboutSpecialties, AboutTalk, AboutPeople, AboutAccount, AboutDuty}
}

// topicOf is what a notification is about. What is not here is AboutTalk.
var topicOf = map[NotificationKind]Topic{
	NotifyAccepted: AboutCases, NotifySolved: AboutCases, NotifyRetraction: AboutCases, NotifyHandOver: AboutCases,
	NotifyFollow: AboutPeople, NotifyFollowRequest: AboutPeople, NotifyLike: AboutPeople, NotifyAnnounce: AboutPeople,
	NotifyCredential: AboutAccount, NotifyVerificationAnswer: AboutAccount, NotifyHidden: AboutAccount, NotifyDecision: AboutAccount, NotifySevered: AboutAccount, NotifyUnposted: AboutAccount,
	NotifyCaseWithdrawn: AboutCases,
	NotifySignUp:        AboutDuty, NotifyFlag: AboutDuty, NotifyVerification: AboutDuty, NotifyRegisterCheck: AboutDuty,
	NotifyReview: AboutDuty, NotifyReviewReleased: AboutCases, NotifyReviewReturned: AboutCases,
}

// TopicOf gives the topic of a notification; underCase says that it is about a
// case, or about what stands below one.
func TopicOf(kind NotificationKind, underCase bool) Topic {
	topic, known := topicOf[kind]
	switch {
	case known:
		return topic
	case underCase:
		return AboutCases
	}
	return AboutTalk
}

// Pace is how often letters come; words under "pace.SLUG".
type Pace string

// The paces.
const (
	AtOnce Pace = "at-once"
	Daily  Pace = "daily"
	Never  Pace = "never"
)

// Paces lists how often letters of a topic may come. New cases are gathered: they
// come daily or not at all.
func (t Topic) Paces() []Pace {
	if t == AboutSpecialties {
		return []Pace{Daily, Never}
	}
	return []Pace{AtOnce, Daily, Never}
}

// NoticePreference is how a member wants to hear of a topic outside the pages.
// Neither letter nor push carries content.
type NoticePreference struct {
	Topic Topic
	Mail  Pace
	// Push says that the devices that were registered are told at once.
	Push bool
}

// UsualNotices is what holds until a member says otherwise: what waits for them or
// answers them comes daily, what only counts comes not at all.
func UsualNotices() []NoticePreference {
	return []NoticePreference{
		{AboutCases, Daily, true}, {AboutSpecialties, Daily, false}, {AboutTalk, Daily, true}, {AboutPeople, Never, false},
		{AboutAccount, Never, true}, {AboutDuty, Daily, true},
	}
}

// UsualNotice is the usual preference about one topic.
func UsualNotice(topic Topic) NoticePreference {
	for _, p := range UsualNotices() {
		if p.Topic == topic {
			return p
		}
	}
	return NoticePreference{Topic: topic, Mail: Never}
}

// CheckNotice judges what a member chose for a topic; *Invalid names the field
// "mail_TOPIC".
func CheckNotice(topic Topic, mail string, push bool) (NoticePreference, error) {
	if !slices.Contains(topic.Paces(), Pace(mail)) || !slices.Contains(Topics(), topic) {
		return NoticePreference{}, invalid("mail_"+string(topic), "case.unknown_choice")
	}
	return NoticePreference{topic, Pace(mail), push && topic != AboutSpecialties}, nil
}

// digestHour is when daily letters come, by the member's clock.
const digestHour = 7

// NextDigest is when the next daily letter is due after now, in the member's time
// zone (an IANA name; "" and unknown ones are UTC).
func NextDigest(now time.Time, zone string) time.Time {
	place, err := time.LoadLocation(zone)
	if err != nil {
		place = time.UTC
	}
	local := now.In(place)
	next := time.Date(local.Year(), local.Month(), local.Day(), digestHour, 0, 0, 0, place)
	if !next.After(now) {
		next = time.Date(local.Year(), local.Month(), local.Day()+1, digestHour, 0, 0, 0, place)
	}
	return next.UTC()
}

// PushSubscription is a browser that wants to be told (Push API). Endpoint is the
// address at its maker's push service.
type PushSubscription struct {
	ID    int64
	Owner ActorID
	// Session is the sign-in it belongs to; with its end it is gone.
	Session  int64
	Endpoint string
	// PublicKey is the browser's, 65 bytes on P-256; Auth its secret, 16 bytes.
	PublicKey, Auth []byte
	Created         time.Time
}

// Bounds of push subscriptions. MaxEndpoint is in bytes.
const (
	MaxEndpoint          = 1000
	MaxPushSubscriptions = 20
)

// CheckEndpoint judges the address a browser gave: https, a host, no user and no
// more than MaxEndpoint bytes.
func CheckEndpoint(endpoint string) error {
	u, err := url.Parse(endpoint)
	if err != nil || len(endpoint) > MaxEndpoint || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" ||
		strings.ContainsAny(endpoint, " \x00\r\n") {
		return invalid("endpoint", "notice.endpoint")
	}
	return nil
}
