package vocab

type activityWire struct {
	contextMember
	ID         string   `json:"id,omitempty"`
	Type       string   `json:"type"`
	Actor      string   `json:"actor"`
	Object     any      `json:"object"`
	Target     any      `json:"target,omitempty"`
	Instrument any      `json:"instrument,omitempty"`
	Result     any      `json:"result,omitempty"`
	To         []string `json:"to,omitempty"`
	Cc         []string `json:"cc,omitempty"`
	Audience   any      `json:"audience,omitempty"`
	Content    string   `json:"content,omitempty"`
	Summary    string   `json:"summary,omitempty"`
	Published  string   `json:"published,omitempty"`
	Updated    string   `json:"updated,omitempty"`
	EndTime    string   `json:"endTime,omitempty"`
	RemoveData bool     `json:"removeData,omitempty"`
	// Under its whole name, so that it needs no @context.
	Reason string `json:"urn:x-consilium:case:1#flagReason,omitempty"`
}

func (a Activity) id() string { return a.ID }

func (a Activity) wire() (any, error) { return a.document() }

func (a Activity) document() (activityWire, error) {
	wire := activityWire{
		ID: a.ID, Type: a.Type, Actor: a.Actor,
		To: a.To, Cc: a.Cc, Audience: oneOrMany(a.Audience),
		Content: a.Content, Summary: a.Summary,
		Published: stamp(a.Published), Updated: stamp(a.Updated), Reason: a.Reason,
		EndTime: stamp(a.Until), RemoveData: a.RemoveData,
	}
	if err := a.mentions(&wire); err != nil {
		return activityWire{}, err
	}
	switch {
	case a.Type == "":
		return activityWire{}, incomplete("activity", "type")
	case a.Actor == "":
		return activityWire{}, incomplete("activity", "actor")
	case wire.Object == nil:
		return activityWire{}, incomplete("activity", "object")
	}
	return wire, nil
}

// mentions fills in everything the activity refers to.
func (a Activity) mentions(wire *activityWire) error {
	for _, part := range []struct {
		member     *any
		references []Reference
	}{
		{&wire.Object, append([]Reference{a.Object}, a.Further...)},
		{&wire.Target, []Reference{a.Target}},
		{&wire.Instrument, []Reference{a.Instrument}},
		{&wire.Result, []Reference{a.Result}},
	} {
		value, err := wireAll(part.references)
		if err != nil {
			return err
		}
		*part.member = value
	}
	return nil
}
