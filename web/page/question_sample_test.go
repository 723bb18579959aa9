package page

import (
	"time"

	"consilium/community"
)

// asked is a post with a poll, as one reader finds it.
func asked(change func(*Question)) Post {
	p := notePost()
	q := Question{ID: p.ID, Closes: now.Add(26 * time.Hour), Voters: 8, Votes: 8, Base: 8,
		Options: []community.QuestionOption{{Text: "At the bedside", Votes: 5}, {Text: "In a room, with the list of the whole ward and everybody who is on duty", Votes: 3}, {Text: "Schriftlich"}}}
	change(&q)
	p.Question = &q
	return p
}

// samplesQuestion are the polls of ordinary posts as everybody finds them, and the form
// that asks.
func samplesQuestion() map[string]View {
	page := func(change func(*Question)) View {
		return Thread{Post: focused(asked(change)), Readers: Readers{Audience: community.Public}, Composer: replyComposer(false)}
	}
	form := composer()
	form.Question = community.QuestionDraft{Options: []string{"At the bedside", "", "At the bedside"}, Multiple: true, Lasts: 30 * time.Minute}
	form.Problems = Problems{"question_option": community.Say("poll.twice", "option", "At the bedside"), "question_lasts": community.Say("question.lasts_wrong", "days", 30)}
	few := composer()
	few.Question, few.Problems = community.QuestionDraft{Options: []string{"Yes"}}, Problems{"question_option": community.Say("question.too_few", "limit", 2)}
	return map[string]View{
		"question-ballot":  page(func(q *Question) { q.MayVote = true }),
		"question-several": page(func(q *Question) { q.MayVote, q.Multiple = true, true }),
		"question-reader":  page(func(q *Question) { q.Closes = time.Time{} }),
		"question-voted":   page(func(q *Question) { q.Shown, q.Chosen = true, []int{1} }),
		"question-over":    page(func(q *Question) { q.Shown, q.Over, q.Multiple, q.Votes, q.Base = true, true, true, 11, 8 }),
		"question-empty":   page(func(q *Question) { q.Shown, q.Over, q.Votes, q.Voters, q.Base = true, true, 0, 0, 0 }),
		"question-twice":   Hashtag{Tag: "teaching", List: Posts{Posts: []Post{asked(func(q *Question) { q.MayVote = true }), asked(func(q *Question) { q.MayVote = true })}}},
		"question-form":    Compose{Composer: form},
		"question-few":     Compose{Composer: few},
	}
}
