// Package community says what is true: who the actors are, what they may
// write, who may read it, and what a case is. It decides and never remembers:
// there is no database, network, file or clock here, so that every rule about
// patients and readers can be tested as a table.
//
// A rule is decided once, in the file named by its noun. storage, federation
// and web ask it and carry out what it says. Where a value must not be made up
// elsewhere its type is sealed: an [IRI] or [Handle] comes from its parser, a
// [SafeHTML] from [Sanitize], a [Publication] from [Publish], [Revise],
// [Solve], [Reopen], [Repeat] or one of the Receive functions.
//
// There is no Patient type, on purpose. A field that does not exist cannot leak.
package community
