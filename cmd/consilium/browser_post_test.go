package main

import (
	"bytes"
	"encoding/xml"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// hidden stands for what a camera writes into a picture.
const hidden = "Exif\x00\x00Ward 3, 52.5200N 13.4050E"

// photograph makes a picture of 1600 × 1200 that says where it was taken.
func photograph(t *testing.T) string {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, 1600, 1200))
	for y := range 1200 {
		for x := range 1600 {
			picture.SetRGBA(x, y, color.RGBA{uint8(x / 8), uint8(y / 8), 120, 255})
		}
	}
	var encoded bytes.Buffer
	if err := jpeg.Encode(&encoded, picture, nil); err != nil {
		t.Fatal(err)
	}
	length := len(hidden) + 2
	withPlace := append([]byte{0xff, 0xd8, 0xff, 0xe1, byte(length >> 8), byte(length)}, hidden...)
	withPlace = append(withPlace, encoded.Bytes()[2:]...)
	file := filepath.Join(t.TempDir(), "IMG_0001.JPG")
	if err := os.WriteFile(file, withPlace, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// postPicture: a post with a picture behind a warning is read, liked, boosted,
// bookmarked, edited and deleted.
func (w *town) postPicture(how look) {
	ana, ben := w.as(w.hospital, "ana", how), w.as(w.hospital, "ben", how)
	ben.open("/@ana").follow("button", "Follow").has("You follow this person now.")
	w.writePicture(ana)
	w.lookAt(ben)
	ben.follow("button", "Like").has("Boost").follow("button", "Boost").follow("button", "Bookmark")
	ben.open("/bookmarks").press("DisclosureTriangle", "Open wound").has("Healing well.")
	ana.open("/notifications").has("Ben", "boosted your post").follow("button", "Mark all as read")
	w.editPost(ana)
	ben.open("/home").press("DisclosureTriangle", "Open wound").has("Healing very well.").follow("link", "edited").has("Version 1", "Version 2")
	ana.open("/@ana").press("DisclosureTriangle", "More about Ana").follow("link", "Delete").has("This cannot be undone.")
	ana.follow("button", "Delete").has("The post is deleted.")
	ben.open("/home").hasNot("Healing")
}

func (w *town) writePicture(b *tab) {
	b.Helper()
	b.open("/compose").fill("What would you like to share?", "Healing well. #WoundCare @ben")
	b.press("DisclosureTriangle", "Pictures, warning, language").attach("picture_1", photograph(w.T))
	b.fill("Description of picture 1", "A wound with clean edges").fill("Content warning", "Open wound").choose("Who can read this", "Public")
	b.follow("button", "Post").has("Your post is published.")
}

// lookAt unfolds the picture and judges what is served.
func (w *town) lookAt(b *tab) {
	b.Helper()
	b.open("/home").has("Open wound").press("DisclosureTriangle", "Open wound").has("Healing well.")
	if alt := evaluate[string](b, `document.querySelector(".pictures img").alt`); alt != "A wound with clean edges" {
		b.Errorf("the picture is described as %q", alt)
	}
	for expression, size := range map[string]image.Point{
		`new URL(document.querySelector(".pictures a").dataset.full, location).href`: {X: 1600, Y: 1200},
		`document.querySelector(".pictures img").src`:                                {X: 640, Y: 480},
	} {
		served := w.fetch(evaluate[string](b, expression))
		if bytes.Contains(served, []byte("Exif")) || bytes.Contains(served, []byte("52.5200N")) {
			b.Error("the picture still says where it was taken")
		}
		picture, _, err := image.DecodeConfig(bytes.NewReader(served))
		if err != nil || picture.Width != size.X || picture.Height != size.Y {
			b.Errorf("the picture is served as %d × %d, %v, want %v", picture.Width, picture.Height, err, size)
		}
	}
}

func (w *town) editPost(b *tab) {
	b.Helper()
	b.open("/@ana").press("DisclosureTriangle", "More about Ana").follow("link", "Edit").has("Edit your post")
	b.fill("What would you like to share?", "Healing very well. #WoundCare").follow("button", "Save changes").has("Your changes are saved.", "edited")
}

// fetch reads an address as a stranger does.
func (w *town) fetch(address string) []byte {
	w.Helper()
	request, err := http.NewRequestWithContext(w.Context(), http.MethodGet, address, nil)
	if err != nil {
		w.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		w.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		w.Fatalf("%s answered %d, %v", address, response.StatusCode, err)
	}
	return body
}

// readFeeds: a profile leads feed readers to its public posts, and to no other.
func (w *town) readFeeds() {
	_, ana := storagetest.Member(w, w.hospital.store, "ana")
	storagetest.Post(w, w.hospital.store, ana, "For everybody")
	storagetest.Post(w, w.hospital.store, ana, "For our house", community.InstanceOnly)
	b := w.visit(w.hospital, desktop).open("/@ana").has("For everybody").hasNot("For our house")
	feeds := evaluate[[]string](b, `[...document.querySelectorAll('link[rel="alternate"][type*="xml"]')].map((l) => l.href)`)
	if len(feeds) != 2 {
		w.Errorf("the profile leads to the feeds %q, want Atom and RSS", feeds)
	}
	for _, address := range feeds {
		text := w.fetch(address)
		var any struct{ XMLName xml.Name }
		if err := xml.Unmarshal(text, &any); err != nil {
			w.Errorf("%s: %v", address, err)
		}
		if !strings.Contains(string(text), "For everybody") || strings.Contains(string(text), "For our house") {
			w.Errorf("%s holds %s", address, text)
		}
	}
}
