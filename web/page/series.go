package page

import (
	"strconv"

	"consilium/community"
)

// Attachment is a picture that was uploaded already and is kept in the form.
type Attachment struct {
	ID          string // decimal media id
	URL         string // path of the small rendition
	Description string
	Caption     string // of pictures of a case
	Consented   bool
	Hidden      bool // reported; shown to nobody until staff decided
	Clip        bool // a video or sound
}

// fields are what a form says of a picture that is kept.
func (a Attachment) fields(number string) []Hidden {
	kept := []Hidden{{"media_" + number, a.ID}, {"description_" + number, a.Description}}
	if a.Caption != "" {
		kept = append(kept, Hidden{"caption_" + number, a.Caption})
	}
	if a.Consented {
		kept = append(kept, Hidden{"picture_consent_" + number, "on"})
	}
	return kept
}

// Slot is one place for a picture in the form.
type Slot struct {
	Number int // from 1
	Kept   *Attachment
	// Series says that the pictures are a case's: with captions, consent and an order.
	Series bool
	// Places are where a kept picture of a series can go.
	Places   []Option
	Problems Problems
}

// Caption stands under the picture; "" where there is none yet.
func (s Slot) Caption() string {
	if s.Kept == nil {
		return ""
	}
	return s.Kept.Caption
}

// Consented tells whether the author said that there is consent.
func (s Slot) Consented() bool { return s.Kept != nil && s.Kept.Consented }

// MaxPictures is how many pictures a post can have.
const MaxPictures = community.MaxMedia

// slots are the places of a post, the kept ones first.
func slots(kept []Attachment, keptOnly bool) []Slot {
	list := make([]Slot, 0, MaxPictures)
	for number := 1; number <= MaxPictures; number++ {
		switch {
		case number <= len(kept):
			list = append(list, Slot{Number: number, Kept: &kept[number-1]})
		case !keptOnly:
			list = append(list, Slot{Number: number})
		}
	}
	return list
}

// emptySlots is how many further pictures a case can be given at a time.
const emptySlots = 2

// series are the places of a case: the pictures it has, and some more.
func series(kept []Attachment, problems Problems) []Slot {
	most := min(len(kept)+emptySlots, community.MaxSeries)
	list := make([]Slot, 0, most)
	for number := 1; number <= most; number++ {
		slot := Slot{Number: number, Series: true, Problems: problems}
		if number <= len(kept) {
			slot.Kept, slot.Places = &kept[number-1], places(len(kept), number)
		}
		list = append(list, slot)
	}
	return list
}

// places are the positions among some pictures; a single one has none to choose.
func places(pictures, own int) []Option {
	if pictures < 2 {
		return nil
	}
	var options []Option
	for place := 1; place <= pictures; place++ {
		number := strconv.Itoa(place)
		options = append(options, Option{Value: number, Label: number, Chosen: place == own})
	}
	return options
}
