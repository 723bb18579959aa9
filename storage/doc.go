// Package storage remembers the community in SQLite or PostgreSQL, row by row,
// and announces what changed after it was committed.
//
// Every exported method of [Store] is one transaction (or one read). Inside,
// helpers take the transaction and can therefore never open a second one. A
// [community.Publication] runs through a short list of effects, one file each:
// the post, its case, mentions and hashtags, pictures, notifications, home
// entries, recipients and deliveries.
//
// The two engines run the same statements. They differ in four places: how a
// lane is claimed, how processes wake one another, how posts are searched, and
// what keeps two servers off one SQLite file.
//
// Queries may narrow what they fetch, but whether somebody may see a post is
// decided by [community.CanSee] alone.
package storage
