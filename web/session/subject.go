package session

import "consilium/community"

// Subject is the person as the table of permissions knows them. A proof opens
// nothing while the second factor that it asks for is missing.
func (p Person) Subject() community.Subject {
	s := p.Actor.Subject(p.User.Role, p.Standing)
	if p.Weak {
		s.Standing = community.Standing{}
	}
	return s
}
