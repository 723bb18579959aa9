package community

import (
	"math"
	"strconv"
	"strings"
)

// Area is a part of a picture, in per cent of its width from the left and of its
// height from the top.
type Area struct{ X, Y, Width, Height float64 }

// MaxAreas is how many parts of a picture are blacked out at once.
const MaxAreas = 50

// AreaFields are the numbers of areas as a form holds them: one text for each area
// in each list.
type AreaFields struct{ X, Y, Width, Height []string }

// Rows are the numbers of each area together; what a list lacks is "".
func (f AreaFields) Rows() [][4]string {
	lists := [4][]string{f.X, f.Y, f.Width, f.Height}
	var rows [][4]string
	for column, list := range lists {
		for i, text := range list[:min(len(list), MaxAreas+1)] {
			if i == len(rows) {
				rows = append(rows, [4]string{})
			}
			rows[i][column] = strings.TrimSpace(CleanText(text))
		}
	}
	return rows
}

// Areas reads the numbers, which may have a comma or a point before their decimals.
// Rows without any are left out and not counted; the *Invalid of another names it. What reaches
// beyond the picture ends at its edge.
func (f AreaFields) Areas() ([]Area, error) {
	var areas []Area
	rows := f.Rows()
	for _, row := range rows {
		if row == [4]string{} {
			continue
		}
		a, ok := areaOf(row)
		if !ok {
			number := len(areas) + 1
			return nil, invalid("area_"+strconv.Itoa(number), "picture.area_wrong", "number", number)
		}
		areas = append(areas, a)
	}
	if len(rows) > MaxAreas {
		return nil, invalid("", "picture.too_many_areas", "limit", MaxAreas)
	}
	return areas, nil
}

func areaOf(row [4]string) (Area, bool) {
	var n [4]float64
	for i, text := range row {
		value, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
		if err != nil || math.IsNaN(value) || value < 0 || value > 100 {
			return Area{}, false
		}
		n[i] = value
	}
	a := Area{X: n[0], Y: n[1], Width: min(n[2], 100-n[0]), Height: min(n[3], 100-n[1])}
	return a, a.Width > 0 && a.Height > 0
}
