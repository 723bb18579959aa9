package main

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"

	"consilium/community"
)

// illustrate draws the pictures of a case and keeps them as their author's.
func (s stage) illustrate(ctx context.Context, c demoCase, author community.Actor) ([]community.Media, error) {
	var series []community.Media
	for _, p := range c.Pictures {
		m, err := s.instances[c.In].library.Upload(ctx, author.ID, bytes.NewReader(drawn(p.Patches)), p.Description)
		if err != nil {
			return nil, err
		}
		m.Caption, m.Consented = p.Caption, true
		series = append(series, m)
	}
	return series, nil
}

// drawn is a picture of nobody, such as a textbook has: two dark lungs on a grey
// ground, and so many white patches in them.
func drawn(patches int) []byte {
	picture := image.NewGray(image.Rect(0, 0, 800, 700))
	for y := range 700 {
		for x := range 800 {
			shade := uint8(150 - y/10)
			if within(x, y, [4]int{270, 340, 120, 240}) || within(x, y, [4]int{530, 340, 120, 240}) {
				shade = uint8(40 + y/30)
			}
			for n := range patches {
				if within(x, y, [4]int{250 + n%2*270 + n*9, 420 - n*60, 34, 28}) {
					shade = 190
				}
			}
			picture.SetGray(x, y, color.Gray{shade})
		}
	}
	var text bytes.Buffer
	_ = png.Encode(&text, picture) // a buffer takes everything
	return text.Bytes()
}

// within says whether a point lies in an ellipse of this middle and these radii.
func within(x, y int, ellipse [4]int) bool {
	across, down := float64(x-ellipse[0])/float64(ellipse[2]), float64(y-ellipse[1])/float64(ellipse[3])
	return across*across+down*down < 1
}
