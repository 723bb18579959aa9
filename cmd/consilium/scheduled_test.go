package main

import (
	"fmt"
	"testing"
)

// TestKillingThePublisherPostsOnce kills the program while posts are due, ten times: each
// becomes one post, none is lost and none is there twice.
func TestKillingThePublisherPostsOnce(t *testing.T) {
	t.Parallel()
	w := openWard(t)
	const rounds, each = 10, 6
	for n := range rounds {
		w.kill()
		for i := range each { // they were due while nothing ran
			w.rows.change(fmt.Sprintf(`INSERT INTO scheduled (id, owner, due, asked, created)
				SELECT %d, id, 1, '{"Draft":{"Text":"Round %d, number %d","Audience":"public","Language":"en"}}', 1 FROM actor WHERE name = 'ana'`, n*each+i+1, n, i))
		}
		w.serve()
		if n%2 == 0 { // in the middle, wherever that is
			eventually(t, "something is posted", func() bool { return w.rows.count("post") > n*each })
		}
	}
	eventually(t, "all is posted", func() bool { return w.rows.count("scheduled") == 0 })
	if n := w.rows.count("post"); n != rounds*each {
		t.Errorf("%d posts of %d", n, rounds*each)
	}
	if n := w.rows.number(`SELECT COUNT(DISTINCT source) FROM post`); n != rounds*each {
		t.Errorf("%d different posts of %d", n, rounds*each)
	}
	if n := w.rows.count("notification"); n != 0 {
		t.Errorf("%d refusals", n)
	}
}
