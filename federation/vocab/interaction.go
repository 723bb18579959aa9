package vocab

// Rule is who may do something to an object: at once, or after its author was asked.
type Rule struct{ Automatic, Manual []string }

// Policy is what the author of an object lets others do with it (GoToSocial's
// interaction policies, FEP-044f). nil says nothing.
type Policy struct{ Quote, Reply, Like, Announce *Rule }

// policy reads interactionPolicy under its names of now and of before GoToSocial 0.20.
func (n *Node) policy() Policy {
	p := n.Child("interactionPolicy")
	return Policy{Quote: p.rule("canQuote"), Reply: p.rule("canReply"), Like: p.rule("canLike"), Announce: p.rule("canAnnounce")}
}

// maxRule bounds how many identifiers of one list are read.
const maxRule = 100

// rule is nil for one that names nobody, which cannot be told from none.
func (n *Node) rule(member string) *Rule {
	r := n.Child(member)
	read := func(names ...string) []string {
		for _, name := range names {
			if iris := r.IRIs(name); len(iris) > 0 {
				return publicly(first(iris, maxRule))
			}
		}
		return nil
	}
	rule := &Rule{Automatic: read("automaticApproval", "always"), Manual: read("manualApproval", "approvalRequired")}
	if len(rule.Automatic)+len(rule.Manual) == 0 {
		return nil
	}
	return rule
}

// publicly writes every name of everybody the one way.
func publicly(iris []string) []string {
	list := make([]string, 0, len(iris))
	for _, iri := range iris {
		if canonical(iri) == "Public" {
			iri = Public
		}
		list = append(list, iri)
	}
	return list
}

type policyWire struct {
	CanQuote    *ruleWire `json:"canQuote,omitempty"`
	CanReply    *ruleWire `json:"canReply,omitempty"`
	CanLike     *ruleWire `json:"canLike,omitempty"`
	CanAnnounce *ruleWire `json:"canAnnounce,omitempty"`
}

type ruleWire struct {
	Automatic []string `json:"automaticApproval"`
	Manual    []string `json:"manualApproval,omitempty"`
}

func wirePolicy(p Policy) *policyWire {
	if p == (Policy{}) {
		return nil
	}
	wire := func(r *Rule) *ruleWire {
		if r == nil {
			return nil
		}
		return &ruleWire{array(r.Automatic), r.Manual}
	}
	return &policyWire{wire(p.Quote), wire(p.Reply), wire(p.Like), wire(p.Announce)}
}
