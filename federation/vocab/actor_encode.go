package vocab

import "encoding/json"

// actorCore is what even a stub shows.
type actorCore struct {
	ID                string         `json:"id"`
	Type              string         `json:"type"`
	PreferredUsername string         `json:"preferredUsername"`
	Inbox             string         `json:"inbox"`
	PublicKey         *pemWire       `json:"publicKey,omitempty"`
	AssertionMethod   []multikeyWire `json:"assertionMethod,omitempty"`
}

type stubWire struct {
	contextMember
	actorCore
}

type actorWire struct {
	contextMember
	actorCore
	Webfinger                 string         `json:"webfinger,omitempty"`
	Name                      string         `json:"name"`
	Summary                   string         `json:"summary"`
	URL                       string         `json:"url,omitempty"`
	Outbox                    string         `json:"outbox,omitempty"`
	Followers                 string         `json:"followers,omitempty"`
	Following                 string         `json:"following,omitempty"`
	Featured                  string         `json:"featured,omitempty"`
	FeaturedTags              string         `json:"featuredTags,omitempty"`
	Endpoints                 *endpointsWire `json:"endpoints,omitempty"`
	Icon                      *imageWire     `json:"icon,omitempty"`
	Image                     *imageWire     `json:"image,omitempty"`
	Attachment                []fieldWire    `json:"attachment"`
	Tag                       []tagWire      `json:"tag"`
	ManuallyApprovesFollowers bool           `json:"manuallyApprovesFollowers"`
	Discoverable              bool           `json:"discoverable"`
	Indexable                 bool           `json:"indexable"`
	Memorial                  bool           `json:"memorial,omitempty"`
	Suspended                 bool           `json:"suspended,omitempty"`
	Published                 string         `json:"published,omitempty"`
	Updated                   string         `json:"updated,omitempty"`
	AlsoKnownAs               []string       `json:"alsoKnownAs,omitempty"`
	MovedTo                   string         `json:"movedTo,omitempty"`
	AttributedTo              any            `json:"attributedTo,omitempty"`
	Restricted                *bool          `json:"postingRestrictedToMods,omitempty"`
	AttributionDomains        []string       `json:"attributionDomains,omitempty"`
	Generator                 *generatorWire `json:"generator,omitempty"`
	Credential                any            `json:"clinicianCredential,omitempty"`
	StatusList                string         `json:"credentialStatusList,omitempty"`
}

type endpointsWire struct {
	SharedInbox string `json:"sharedInbox"`
}

type fieldWire struct {
	Type  string `json:"type"`
	Name  string `json:"name"`
	Value string `json:"value"`
}

// generatorWire is anonymous, as FEP-844e allows.
type generatorWire struct {
	Type       string           `json:"type"`
	Implements []capabilityWire `json:"implements"`
}

type capabilityWire struct {
	Type string `json:"type"`
	Href string `json:"href"`
	Name string `json:"name,omitempty"`
}

func (a Actor) id() string { return a.ID }

func (a Actor) wire() (any, error) { return a.document() }

func (a Actor) document() (actorWire, error) {
	core, err := a.core()
	if err != nil {
		return actorWire{}, err
	}
	return actorWire{
		actorCore: core,
		Webfinger: a.Webfinger, Name: a.Name, Summary: a.Summary, URL: a.URL,
		Outbox: a.Outbox, Followers: a.Followers, Following: a.Following,
		Featured: a.Featured, FeaturedTags: a.FeaturedTags, Endpoints: a.wireEndpoints(),
		Icon: wireImage(a.Icon), Image: wireImage(a.Image),
		Attachment: a.wireFields(), Tag: wireTags(a.Tags),
		ManuallyApprovesFollowers: a.ManuallyApprovesFollowers,
		Discoverable:              a.Discoverable, Indexable: a.Indexable,
		Memorial: a.Memorial, Suspended: a.Suspended,
		Published: stamp(a.Published), Updated: stamp(a.Updated),
		AlsoKnownAs: a.AlsoKnownAs, MovedTo: a.MovedTo,
		AttributedTo: oneOrMany(a.AttributedTo), Restricted: a.Restricted, AttributionDomains: a.AttributionDomains,
		Generator:  a.wireGenerator(),
		Credential: a.Credential.wire(), StatusList: a.StatusList,
	}, nil
}

func (a Actor) core() (actorCore, error) {
	switch "" {
	case a.ID:
		return actorCore{}, incomplete("actor", "id")
	case a.Type:
		return actorCore{}, incomplete("actor", "type")
	case a.PreferredUsername:
		return actorCore{}, incomplete("actor", "preferredUsername")
	case a.Inbox:
		return actorCore{}, incomplete("actor", "inbox")
	}
	pem, multikeys, err := wireKeys(a.Keys)
	if err != nil {
		return actorCore{}, err
	}
	return actorCore{
		ID: a.ID, Type: a.Type, PreferredUsername: a.PreferredUsername, Inbox: a.Inbox,
		PublicKey: pem, AssertionMethod: multikeys,
	}, nil
}

func (a Actor) wireEndpoints() *endpointsWire {
	if a.SharedInbox == "" {
		return nil
	}
	return &endpointsWire{a.SharedInbox}
}

func (a Actor) wireFields() []fieldWire {
	fields := []fieldWire{}
	for _, f := range a.Fields {
		fields = append(fields, fieldWire{"PropertyValue", f.Name, f.Value})
	}
	return fields
}

// wire is the document as it was signed, else its address. JSON-LD is told to
// leave both as they are (@json): what is inside has a context of its own.
func (c Credential) wire() any {
	switch {
	case c.Document != nil:
		return json.RawMessage(c.Document)
	case c.IRI != "":
		return c.IRI
	}
	return nil
}

func (a Actor) wireGenerator() *generatorWire {
	if len(a.Implements) == 0 {
		return nil
	}
	generator := &generatorWire{Type: "Application"}
	for _, c := range a.Implements {
		generator.Implements = append(generator.Implements, capabilityWire{"Link", c.Href, c.Name})
	}
	return generator
}
