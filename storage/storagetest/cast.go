package storagetest

import (
	"testing"

	"consilium/community"
	"consilium/storage"
)

// Member makes an active member of this name, with the address
// NAME@mail.example.
func Member(tb testing.TB, s *storage.Store, name string) (community.User, community.Actor) {
	tb.Helper()
	return Staff(tb, s, name, community.Member)
}

// Staff is Member with a staff role.
func Staff(tb testing.TB, s *storage.Store, name string, role community.Role) (community.User, community.Actor) {
	tb.Helper()
	return Login(tb, s, community.User{Name: name, Role: role, State: community.UserActive, EmailConfirmed: s.Now()})
}

// Login makes a login as it is given, with its actor. Without an address it has
// that of Member, without a role it is a member.
func Login(tb testing.TB, s *storage.Store, u community.User) (community.User, community.Actor) {
	tb.Helper()
	if u.Email == "" {
		u.Email = u.Name + "@mail.example"
	}
	if u.Role == "" {
		u.Role = community.Member
	}
	if u.DefaultAudience == "" {
		u.DefaultAudience = community.InstanceOnly
		u.AppAudience = community.Public
	}
	made, a, err := s.CreateMember(tb.Context(), storage.NewMember{User: u})
	if err != nil {
		tb.Fatal(err)
	}
	return made, a
}

// Remote stores an actor of another server, whose base address is there, as if
// its document had been read.
func Remote(tb testing.TB, s *storage.Store, there, name string) community.Actor {
	tb.Helper()
	home := IRI(tb, there+"/users/"+name)
	handle, err := community.MakeHandle(name, home.Host(), s.Domain())
	if err != nil {
		tb.Fatal(err)
	}
	a, err := s.StoreRemoteActor(tb.Context(), storage.RemoteActor{Actor: community.Actor{
		IRI: home, Kind: community.Person, Handle: handle, URL: IRI(tb, there+"/@"+name), Inbox: IRI(tb, home.String()+"/inbox"),
		SharedInbox: IRI(tb, there+"/inbox"), Outbox: IRI(tb, home.String()+"/outbox"),
		Followers: IRI(tb, home.String()+"/followers"), Following: IRI(tb, home.String()+"/following"), Published: s.Now(),
	}})
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// IRI reads an identifier that must be one.
func IRI(tb testing.TB, s string) community.IRI {
	tb.Helper()
	iri, err := community.ParseIRI(s)
	if err != nil {
		tb.Fatal(err)
	}
	return iri
}

// Following makes one follow the other with nobody asked; somebody elsewhere is
// sent the Follow and taken to have accepted.
func Following(tb testing.TB, s *storage.Store, follower, followed community.Actor) {
	tb.Helper()
	f := community.Follow{Follower: follower.ID, Followed: followed.ID, State: community.FollowAccepted}
	if !follower.Local {
		f.IRI = IRI(tb, follower.IRI.String()+"/follows/"+community.FormatID(followed.ID))
	}
	if _, err := s.Follow(tb.Context(), f); err != nil {
		tb.Fatal(err)
	}
	if followed.Local {
		return
	}
	if err := s.ConfirmFollow(tb.Context(), community.IRI{}, follower.ID, followed.ID); err != nil {
		tb.Fatal(err)
	}
}
