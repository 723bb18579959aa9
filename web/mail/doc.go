// Package mail writes letters to members and hands them to the institution's
// mail server.
//
// A letter is queued as a job that says which letter and to whom
// (storage.QueueLetter). [Sender.Handle] does the job: it makes the link, writes
// the text in the member's language, and sends it. So the link is in the letter
// and in nobody's database, where only its hash is.
//
// Letters are plain text. They carry no pictures, nothing that tells who opened
// them, and nothing of what anybody wrote: a mailbox is not a place for cases.
package mail
