package main

import (
	"time"

	"consilium/community"
	"consilium/storage/storagetest"
)

// keep has a member keep one of everything that only they see, and staff say something
// to all and shut the door to somebody; it gives the pages on which that is.
func (w *town) keep(by community.User) []string {
	w.Helper()
	ctx, s := w.Context(), w.hospital.store
	do := func(err error) {
		w.Helper()
		if err != nil {
			w.Fatal(err)
		}
	}
	ana, err := s.Actor(ctx, by.Actor)
	do(err)
	_, ben := storagetest.Member(w, s, "ben")
	storagetest.Following(w, s, ana, ben)
	storagetest.Post(w, s, ben, "What a ward needs is a second telephone, and there is more to say of it than fits into one line of the first.")
	list, err := s.SaveList(ctx, community.List{Owner: ana.ID, Title: "Ward three and everybody who was there before", Replies: "list", Exclusive: true})
	do(err)
	do(s.AddToList(ctx, ana.ID, list.ID, []community.ActorID{ben.ID}))
	file, err := s.AddImport(ctx, community.Import{Owner: ana.ID, Kind: community.ImportBlocks, Mode: community.ImportOverwrite, State: community.ImportWaiting},
		[]community.ImportLine{{Number: 1, Item: community.ImportItem{Address: "ben@" + s.Domain()}}})
	do(err)
	later, err := s.Schedule(ctx, community.Scheduled{Owner: ana.ID, Due: s.Now().Add(48 * time.Hour), Draft: community.PostDraft{Text: "For the day after tomorrow.", Audience: community.Public, Language: "en"}})
	do(err)
	told, err := community.DescribeAnnouncement(community.Announcement{}, community.AnnouncementDraft{Text: "The server is still on Sunday."}, s.Base())
	do(err)
	number, err := s.SaveAnnouncement(ctx, told, ana.ID)
	do(err)
	do(s.PublishAnnouncement(ctx, number, ana.ID))
	block, err := community.MakeAddressBlock(community.AddressBlockDraft{Range: "2001:db8::/32", Severity: "no-sign-up", Comment: "rented by the hour"}, ana.ID, s.Now())
	do(err)
	_, err = s.AddAddressBlock(ctx, block)
	do(err)
	_, err = s.AddEmailDomainBlock(ctx, "throw-away.example", ana.ID)
	do(err)
	return []string{"/home", "/lists", "/lists/" + community.FormatID(list.ID), "/@ben", "/settings/import", "/settings/import/" + community.FormatID(file.ID),
		"/scheduled/" + community.FormatID(later.ID), "/cases/drafts", "/desk/sign-ups", "/desk/announcements", "/search?q=ward", "/search?q=from%3Aben+ward", "/tags/ward"}
}
