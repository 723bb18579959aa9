package page

import (
	"time"

	"consilium/community"
)

// quotedCard is a quoted post with a warning or pictures.
func quotedCard(warning string) Quoted {
	return Quoted{URL: "/posts/K3vQ", Author: long, Published: ago(3 * time.Hour), Language: "en", Warning: warning,
		Text: "Reminder from this morning’s teaching: a normal D-dimer does not rule out a subsegmental embolism …", Pictures: pictures(2), Further: true}
}

func quoting(q Quote, own bool) Post {
	p := replyPost()
	p.Quote, p.Depth, p.Quotes, p.ReplyTo = &q, 0, 3, nil
	p.May.Quote, p.May.Like = true, true
	if own {
		p.May.Own, p.May.Quotes = true, true
	}
	return p
}

func samplesQuote() map[string]View {
	plain, warned := quotedCard(""), quotedCard("Operationsbilder")
	thread := func(p Post) View {
		p.Focused = true
		return Thread{Post: p, Readers: Readers{Audience: community.Public}}
	}
	limited := notePost()
	limited.May = May{Act: true, Like: true, Limits: []string{"like", "reply", "boost", "quote"}}
	form, wrong := composer(), composer()
	form.QuotedID, form.Quoted, form.Quotes = "2001", &plain, community.QuotedByFollowers
	wrong.QuotedID, wrong.Quoted, wrong.Quotes, wrong.Problems = "2001", &warned, community.QuotedByAll, problems("quoted", "quote_policy")
	page := Quotes{ID: "2001", Post: plain, Policy: community.QuotedWhenAsked, Asking: []Post{quoting(Quote{Quoted: &plain}, false)},
		List: Posts{Posts: []Post{quoting(Quote{Quoted: &plain}, false)}, Pages: Pages{Older: "/p/2001/quotes?older=1"}}}
	return map[string]View{
		"quoting":         thread(quoting(Quote{Quoted: &plain}, false)),
		"quoting-warned":  thread(quoting(Quote{Quoted: &warned}, false)),
		"quoting-waiting": thread(quoting(Quote{Quoted: &plain, Word: "waiting", Name: bob.Name}, true)),
		"quoting-refused": thread(quoting(Quote{Word: "refused", Name: bob.Name}, true)),
		"quoting-gone":    thread(quoting(Quote{Word: "gone"}, false)),
		"quoting-link":    thread(quoting(Quote{Link: "https://a-rather-long-server-name.clinic.example/users/maximiliane_von_und_zu/statuses/112233445566778899"}, false)),
		"limited":         thread(limited),
		"compose-quote":   Compose{Composer: form}, "compose-quote-problem": Compose{Composer: wrong},
		"quotes": page, "quotes-empty": Quotes{ID: "2001", Post: warned, Policy: community.QuotedByNobody, List: Posts{Empty: Empty{Text: "quote.empty"}}},
	}
}
