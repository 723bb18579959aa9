package session

import "consilium/community"

// Subject is the person as the table of permissions knows them.
func (p Person) Subject() community.Subject { return p.Actor.Subject(p.User.Role, p.Standing) }
