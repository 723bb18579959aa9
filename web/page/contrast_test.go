package page

import (
	"maps"
	"math"
	"regexp"
	"strconv"
	"testing"
)

// WCAG 2.2 1.4.3 and 1.4.11: text 4.5:1 on every ground it stands on, borders
// of controls 3:1.
func TestContrast(t *testing.T) {
	for name, tokens := range themes(t) {
		for _, ground := range []string{"paper", "surface", "wash"} {
			for _, ink := range []string{"ink", "muted", "accent", "good", "warn", "bad"} {
				if got := contrast(tokens[ink], tokens[ground]); got < 4.5 {
					t.Errorf("%s: %s on %s is %.2f", name, ink, ground, got)
				}
			}
			if got := contrast(tokens["control"], tokens[ground]); got < 3 {
				t.Errorf("%s: control on %s is %.2f", name, ground, got)
			}
		}
		if got := contrast(tokens["on-accent"], tokens["accent"]); got < 4.5 {
			t.Errorf("%s: on accent is %.2f", name, got)
		}
	}
}

// themes reads the tokens. Dark is there twice, for the device's wish and for
// the person's; both must be the same.
func themes(t *testing.T) map[string]map[string]string {
	t.Helper()
	text, err := staticFiles.ReadFile("static/css/1-token.css")
	if err != nil {
		t.Fatal(err)
	}
	parts := regexp.MustCompile(`\n\s*color-scheme:`).Split(string(text), -1)
	if len(parts) != 4 {
		t.Fatalf("%d themes", len(parts)-1)
	}
	read := func(part string) map[string]string {
		tokens := make(map[string]string)
		for _, found := range regexp.MustCompile(`--([a-z-]+): (#[0-9A-F]{6});`).FindAllStringSubmatch(part, -1) {
			tokens[found[1]] = found[2]
		}
		return tokens
	}
	light, device, chosen := read(parts[1]), read(parts[2]), read(parts[3])
	if !maps.Equal(device, chosen) || len(light) != len(device) {
		t.Errorf("the dark themes differ: %v and %v", device, chosen)
	}
	return map[string]map[string]string{"light": light, "dark": device}
}

func contrast(a, b string) float64 {
	lighter, darker := luminance(a), luminance(b)
	if lighter < darker {
		lighter, darker = darker, lighter
	}
	return (lighter + 0.05) / (darker + 0.05)
}

func luminance(colour string) float64 {
	sum := 0.0
	for index, weight := range []float64{0.2126, 0.7152, 0.0722} {
		value, _ := strconv.ParseUint(colour[1+2*index:3+2*index], 16, 8)
		part := float64(value) / 255
		if part <= 0.04045 {
			part /= 12.92
		} else {
			part = math.Pow((part+0.055)/1.055, 2.4)
		}
		sum += weight * part
	}
	return sum
}
