// Package door is what every page has in common before a handler sees the
// request and after it has answered: who is asking, in which language, within
// which bounds, and the one place where an error becomes a page.
//
// A handler gets the visitor as an argument and returns an error. It never
// writes an error page, never reads a cookie and never asks the clock.
package door
