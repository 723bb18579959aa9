// Package page renders everything people see: the templates, the message
// catalogues, the static files, and the one place that turns a view into an
// answer.
package page
