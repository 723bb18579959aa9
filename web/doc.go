// Package web shows the community to people: the pages and forms for members
// and visitors.
//
// A handler reads the form, asks community to decide, storage to remember, and
// answers with a page of web/page or sends the browser on. Who is asking is the
// argument v; what they may see comes from storage's Visible functions alone,
// and convert.go is the only way from a post to a page. A thing that is hidden
// and a thing that does not exist are the same answer.
//
// Each page is in the file named by its noun. Staff pages are in web/desk.
package web
