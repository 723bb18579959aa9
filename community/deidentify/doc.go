// Package deidentify finds, in running clinical text, what could tell who the
// patient is, and proposes what to write instead. Rules and word lists only:
// no model, no network, no clock, nothing is kept.
//
// [Find] looks for the eighteen kinds of identifiers of HIPAA's Safe Harbor
// method, 45 CFR 164.514(b)(2), and names for each the place in the text, how
// sure it is, and a replacement. [Apply] carries replacements out. [Score]
// weighs what identifies without being an identifier: a rare disease, a small
// place, last night.
//
// It finds most, not all. Measured on notes it was not written for, the figures
// stand in docs/privacy.md; corpus_test.go makes the notes and holds the figures.
//
// What depends on a language is a file under data/, all of one shape; English
// rules for structured things (numbers, addresses, e-mail) apply to every
// language. Reasons are keys for the catalogues of whoever shows them;
// replacements are words of the note's language and stand in its data file.
package deidentify
