// Package push sends notices to browsers by Web Push: encrypted for the browser
// alone (RFC 8291), in the name of this server (VAPID, RFC 8292), through the
// browser maker's push service.
//
// A notice says what happened and never what was said: "Your case has an answer."
// The push service sees an address of its own, a size and a time.
//
// A push is a job that names a subscription and a notification
// (storage.KindPush); [Sender.Handle] does it, in a lane of the push service, so
// that one that is down delays no other.
package push
