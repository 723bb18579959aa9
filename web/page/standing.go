package page

import (
	"time"

	"consilium/community"
	"consilium/community/credential"
)

// Standing is what was proved of somebody, or what their server says was, for one
// line. The zero Standing is of whom there is nothing to say.
type Standing struct {
	Word       community.StandingWord
	Profession community.Profession
	Specialty  community.Specialty // the first; "" for none
	// By is who confirmed it, Server whose word it is; "" for this server.
	By, Server string
	Confirmed  time.Time
	// Workplace says that no more is proved than where somebody works (level 1).
	Workplace bool
}

// StandingOf is what Judge said, for one line.
func StandingOf(s community.Standing) Standing {
	if s.Word == "" || s.Credential == nil {
		return Standing{}
	}
	line := Standing{Word: s.Word, Profession: s.Credential.Profession, By: s.Credential.ConfirmedBy, Server: s.Credential.Issuer,
		Confirmed: s.Credential.Confirmed, Workplace: s.Word == community.StandingPartly && s.Credential.Level == credential.Institutional}
	if len(s.Credential.Specialties) > 0 {
		line.Specialty = s.Credential.Specialties[0]
	}
	return line
}

// onLines are the words that a person carries wherever they speak. What is proved
// only in part, has ended or waits for a decision is said on the profile.
var onLines = map[community.StandingWord]bool{
	community.StandingVerified: true, community.StandingClaimed: true, community.StandingUnchecked: true, community.StandingFormer: true,
}

// OnLines says whether the standing is shown with the name.
func (s Standing) OnLines() bool { return onLines[s.Word] }

// word is the standing as catalogues know it.
func (s Standing) word() string {
	if s.Workplace {
		return "workplace"
	}
	return string(s.Word)
}

// Standing says in one sentence what somebody is, who confirmed it and when; ""
// where there is nothing to say.
func (p *Printer) Standing(s Standing) string {
	if s.Word == "" {
		return ""
	}
	key := "standing." + s.word()
	if s.Word == community.StandingVerified && s.Server != "" {
		key += "_elsewhere" // whoever a server says confirmed it, it is the server's word
	}
	return p.T(key, "what", p.Proved(s.Profession, s.Specialty), "by", s.By, "server", s.Server,
		"month", p.Month(s.Confirmed))
}

// Proved names a profession with its specialties: "Physician, Cardiology".
func (p *Printer) Proved(profession community.Profession, specialties ...community.Specialty) string {
	text := p.T("profession." + string(profession))
	for _, s := range specialties {
		if s != "" {
			text += ", " + p.T("specialty."+string(s))
		}
	}
	return text
}
