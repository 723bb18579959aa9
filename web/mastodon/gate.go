package mastodon

import (
	"net/http"

	"consilium/community"
	"consilium/web/page"
)

// refuseStopped says what the gate stopped and where, and never the words themselves:
// the answer may end in the log of an app.
func refuseStopped(c *call, stopped *community.Stopped) *refusal {
	first := page.GateOf(stopped.Inspection).First()
	if first.Number == 0 {
		return refuse(http.StatusUnprocessableEntity, "api.narrow")
	}
	return refuse(http.StatusUnprocessableEntity, "api.stopped",
		"what", c.printer.T(first.What()), "where", c.printer.Placed(first.Where), "line", first.Line)
}
