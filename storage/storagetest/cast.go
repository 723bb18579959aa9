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
	u, a, err := s.CreateMember(tb.Context(), storage.NewMember{Confirmed: true, User: community.User{
		Name: name, Email: name + "@mail.example", Role: community.Member, State: community.UserActive,
		DefaultAudience: community.InstanceOnly,
	}})
	if err != nil {
		tb.Fatal(err)
	}
	return u, a
}

// Staff makes an active member with a staff role.
func Staff(tb testing.TB, s *storage.Store, name string, role community.Role) (community.User, community.Actor) {
	tb.Helper()
	u, a := Member(tb, s, name)
	u.Role = role
	if err := s.SetUser(tb.Context(), u); err != nil {
		tb.Fatal(err)
	}
	return u, a
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
