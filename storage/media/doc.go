// Package media scrubs an uploaded or remote picture down to its pixels, and keeps its renditions.
//
// A photograph from a ward carries more than it shows: place, time, the phone's owner, a thumbnail from before the
// crop. So nothing of a stranger's file is ever kept: a [Scrubber] decodes it within bounds set before the first pixel
// and writes new files from the pixels alone. A [Keeper] stores them under random names, which say nothing about
// what is inside or who else has it.
package media
