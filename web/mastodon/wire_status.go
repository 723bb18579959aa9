package mastodon

// The same fields as encoding/json writes for the entities, in the same order; a test
// compares both.

func (s Status) write(w *wire) {
	if s.StatusWords == nil || s.StatusWords.text == nil {
		w.plain(s)
		return
	}
	w.raw("{")
	w.text = append(w.text, s.StatusWords.text...)
	w.maybe(`,"in_reply_to_id":`, s.InReplyToID)
	w.maybe(`,"in_reply_to_account_id":`, s.InReplyToAccountID)
	w.number(`,"quotes_count":`, s.QuotesCount)
	w.flag(`,"favourited":`, s.Favourited)
	w.flag(`,"reblogged":`, s.Reblogged)
	w.flag(`,"muted":`, s.Muted)
	w.flag(`,"bookmarked":`, s.Bookmarked)
	w.flag(`,"pinned":`, s.Pinned)
	if s.Text != nil {
		w.string(`,"text":`, *s.Text)
	}
	writeSeldom(w, `,"filtered":`, s.Filtered)
	w.value(`,"reblog":`, s.Reblog != nil, s.Reblog)
	w.raw(`,"account":`)
	s.Account.write(w)
	w.raw(`,"media_attachments":`)
	w.pictures(s)
	w.raw(`,"mentions":`)
	writeList(w, s.Mentions)
	w.value(`,"poll":`, s.Poll != nil, s.Poll)
	w.value(`,"quote":`, s.Quote != nil, s.Quote)
	w.raw(`,"quote_approval":`)
	s.QuoteApproval.write(w)
	w.raw("}")
}

// writeSeldom writes a list that is mostly empty.
func writeSeldom[T any](w *wire, name string, list []T) {
	w.raw(name)
	if len(list) == 0 {
		w.raw("[]")
		return
	}
	w.plain(list)
}

// words writes a list of strings.
func (w *wire) words(name string, list []string) {
	w.raw(name)
	w.raw("[")
	for i, word := range list {
		if i > 0 {
			w.raw(",")
		}
		w.quoted(word)
	}
	w.raw("]")
}

func (m Mention) write(w *wire) {
	w.string(`{"id":`, m.ID)
	w.string(`,"username":`, m.Username)
	w.string(`,"url":`, m.URL)
	w.string(`,"acct":`, m.Acct)
	w.raw("}")
}

func (q *QuoteApproval) write(w *wire) {
	if q == nil {
		w.raw("null")
		return
	}
	w.words(`{"automatic":`, q.Automatic)
	w.words(`,"manual":`, q.Manual)
	w.string(`,"current_user":`, q.CurrentUser)
	w.raw("}")
}

func (q Quote) write(w *wire) {
	w.string(`{"state":`, q.State)
	w.value(`,"quoted_status":`, q.QuotedStatus != nil, q.QuotedStatus)
	w.raw("}")
}

func (a Account) write(w *wire) {
	if a.text == nil {
		w.plain(a)
		return
	}
	w.text = append(w.text, a.text...)
}

func (c Context) write(w *wire) {
	w.raw(`{"ancestors":`)
	writeList(w, c.Ancestors)
	w.raw(`,"descendants":`)
	writeList(w, c.Descendants)
	w.raw("}")
}

func (w *wire) pictures(s Status) {
	switch {
	case len(s.MediaAttachments) == 0:
		w.raw("[]")
	case s.StatusWords.media != nil:
		w.text = append(w.text, s.StatusWords.media...)
	default:
		w.plain(s.MediaAttachments)
	}
}

func (n Notification) write(w *wire) {
	w.string(`{"id":`, n.ID)
	w.string(`,"type":`, n.Type)
	w.string(`,"created_at":`, n.CreatedAt)
	w.string(`,"group_key":`, n.GroupKey)
	w.raw(`,"account":`)
	n.Account.write(w)
	if n.Status != nil {
		w.raw(`,"status":`)
		n.Status.write(w)
	}
	if n.noticeExtras != (noticeExtras{}) {
		rest, err := plain(n.noticeExtras)
		if err != nil && w.err == nil {
			w.err = err
		}
		w.raw(",")
		w.text = append(w.text, rest[1:len(rest)-1]...)
	}
	w.raw("}")
}
