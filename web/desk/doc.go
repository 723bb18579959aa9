// Package desk is the pages for staff: who gets an account, what was reported,
// with which servers the institution speaks, and what it says about itself.
//
// For everybody else these pages are not there. Nobody acts on themselves or on
// somebody of the same or a higher duty, and every act is written into a log
// that says who did what to whom.
package desk
