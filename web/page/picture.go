package page

import "strconv"

// Picture is a picture of a post.
type Picture struct {
	URL           string // path of the rendition shown
	Full          string // path of the largest rendition
	Page          string // path of its own page; "" leads to Full
	Description   string // alternative text; "" is said to be missing
	Caption       string
	Width, Height int // of the rendition shown, so that nothing jumps
	// Video and Sound are played from Full; URL is the picture that stands for them,
	// "" for none.
	Video, Sound bool
}

// Link is where the picture leads.
func (p Picture) Link() string {
	if p.Page != "" {
		return p.Page
	}
	return p.Full
}

// PictureView is the page GET /p/{id}/picture/{number}: one picture of a post, as
// large as it is kept.
type PictureView struct {
	Picture Picture
	Title   string // of the case or article; "" for none
	Post    string // path of the page it belongs to
	// Number is its place from 1 among Total.
	Number, Total  int
	Previous, Next string // paths; "" at the ends
	Redact         string // path; "" for whom it is not
}

func (v PictureView) meta(p *Printer) meta {
	return meta{"picture", p.T("picture.title", "number", v.Number, "total", v.Total), ""}
}

// Redaction is the page GET /media/{id}/redact, and the answer to a POST of its form
// that only asked to look or did not do.
//
// To URL with the fields: x, y, width and height, each repeated for every area in per
// cent; return; and step: "sketch" (look at it) or "burn" (for good).
type Redaction struct {
	URL         string
	Image       string // path of the picture as it would be
	Description string
	// Width and Height are the picture's, so that nothing jumps.
	Width, Height int
	Areas         [][4]string // x, y, width and height of those there are
	Posted        bool        // others have it: they are told
	Return        string      // where to go after; "" stays
	Problems      Problems
}

func (v Redaction) meta(p *Printer) meta {
	return meta{"redact", p.T("picture.redact.title"), ""}
}

// emptyAreas is how many further areas the form has room for at a time.
const emptyAreas = 2

// AreaRow is one area of the form.
type AreaRow struct {
	Number   int
	Numbers  [4]string
	Problems Problems
}

// Rows are the areas there are, and room for more.
func (v Redaction) Rows() []AreaRow {
	rows := make([]AreaRow, 0, len(v.Areas)+emptyAreas)
	for _, area := range append(v.Areas, make([][4]string, emptyAreas)...) {
		row := AreaRow{Number: len(rows) + 1, Numbers: area}
		if problem, wrong := v.Problems["area_"+strconv.Itoa(row.Number)]; wrong {
			row.Problems = Problems{"x": problem}
		}
		rows = append(rows, row)
	}
	return rows
}
