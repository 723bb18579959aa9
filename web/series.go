package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// place is one place for a picture in a form, as it was filled in.
type place struct {
	id community.MediaID
	// order is where it goes: twice the place, one less or more for a picture that
	// goes before or behind the one that stands there.
	order int
	// said is what the form says of the picture.
	said community.Media
}

// places are the pictures a form keeps, in the order it asks for.
func (f form) places() ([]place, error) {
	var list []place
	for number := 1; number <= community.MaxSeries; number++ {
		n := strconv.Itoa(number)
		if f.Get("media_"+n) == "" || f.Get("remove_"+n) != "" {
			continue
		}
		id, err := community.ParseID[community.MediaID](f.Get("media_" + n))
		if err != nil {
			return nil, err
		}
		order := 2 * number
		if wanted, err := strconv.Atoi(f.Get("place_" + n)); err == nil && wanted >= 1 && wanted <= community.MaxSeries {
			order = 2*wanted + cmp.Compare(wanted, number)
		}
		list = append(list, place{id, order, community.Media{Description: community.CleanText(f.Get("description_" + n)),
			Caption: community.CleanText(f.Get("caption_" + n)), Consented: f.Get("picture_consent_"+n) != ""}})
	}
	slices.SortStableFunc(list, func(a, b place) int { return cmp.Compare(a.order, b.order) })
	return list, nil
}

// attach finds the pictures the form keeps: the visitor's own loose ones and,
// in an edit, those of the post.
func (s *Web) attach(r *http.Request, v door.Visitor, f *form, post community.PostID) error {
	places, err := f.places()
	if err != nil {
		return err
	}
	var ids []community.MediaID
	for _, p := range places {
		ids = append(ids, p.id)
	}
	f.pictures, err = s.store.TakeMediaFor(r.Context(), v.Person.Actor.ID, post, ids)
	for i := range f.pictures {
		m, said := &f.pictures[i], places[i].said
		m.Description, m.Caption, m.Consented = said.Description, said.Caption, said.Consented
	}
	return err
}

// attachments are the pictures of the form, to be shown in it again.
func (f form) attachments() []page.Attachment {
	list := make([]page.Attachment, 0, len(f.pictures))
	for _, m := range f.pictures {
		list = append(list, page.Attachment{ID: community.FormatID(m.ID), URL: "/media/" + community.FormatID(m.ID) + "/small",
			Description: m.Description, Caption: m.Caption, Consented: m.Consented, Hidden: m.Hidden, Clip: m.Video() || m.Sound()})
	}
	return list
}
