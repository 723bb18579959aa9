package mastodon

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf8"
)

// wire writes JSON. Entities of which a list is made of many are written from what was
// kept of them, everything else by encoding/json; the first error stays.
type wire struct {
	text []byte
	err  error
}

// wired is an entity that knows how to write itself.
type wired interface{ write(w *wire) }

// encode writes any value, what is wired in its own way, into a text that is used again.
func encode(text []byte, body any) ([]byte, error) {
	w := wire{text: text}
	w.any(body)
	return w.text, w.err
}

// mostReused is the longest text that is kept for the next answer, in bytes.
const mostReused = 512 << 10

func (w *wire) any(body any) {
	switch body := body.(type) {
	case wired:
		body.write(w)
	case []Status:
		writeList(w, body)
	case []Notification:
		writeList(w, body)
	default:
		w.plain(body)
	}
}

func writeList[T wired](w *wire, list []T) {
	if list == nil {
		w.raw("null")
		return
	}
	w.raw("[")
	for i := range list {
		if i > 0 {
			w.raw(",")
		}
		list[i].write(w)
	}
	w.raw("]")
}

// plain writes what encoding/json makes of a value, with '<' and '&' as they are.
func (w *wire) plain(body any) {
	text, err := plain(body)
	if err != nil && w.err == nil {
		w.err = err
	}
	w.text = append(w.text, text...)
}

func plain(body any) ([]byte, error) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(body)
	return bytes.TrimSuffix(text.Bytes(), []byte("\n")), err
}

func (w *wire) raw(text string) { w.text = append(w.text, text...) }

func (w *wire) flag(name string, value bool) {
	w.raw(name)
	w.text = strconv.AppendBool(w.text, value)
}

func (w *wire) number(name string, value int) {
	w.raw(name)
	w.text = strconv.AppendInt(w.text, int64(value), 10)
}

func (w *wire) maybe(name string, value *string) {
	w.raw(name)
	if value == nil {
		w.raw("null")
		return
	}
	w.quoted(*value)
}

func (w *wire) string(name, value string) {
	w.raw(name)
	w.quoted(value)
}

// quoted writes a string; one that needs more than quotes is left to encoding/json.
func (w *wire) quoted(s string) {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			w.plain(s)
			return
		}
	}
	w.text = append(append(append(w.text, '"'), s...), '"')
}

// value writes a part that is seldom there.
func (w *wire) value(name string, there bool, body any) {
	w.raw(name)
	if !there {
		w.raw("null")
		return
	}
	w.any(body)
}
