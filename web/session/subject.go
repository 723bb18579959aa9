package session

import "consilium/community"

// Subject is the person as the table of permissions knows them.
func (p Person) Subject() community.Subject {
	return community.Subject{SignedIn: true, Role: p.User.Role, Profession: p.Actor.Profession, Standing: p.Standing}
}
