package community

import "time"

// OpenQuestion is a poll on an ordinary post (ActivityStreams Question), whose counts
// everybody sees. The blind poll of a case is a Poll.
type OpenQuestion struct {
	Options []QuestionOption
	// Multiple says that one may choose several.
	Multiple bool
	// Closes is when nobody can vote any more, Closed when it was said to be over
	// before; zero for neither.
	Closes, Closed time.Time
	// Voters is how many voted, as far as it is known.
	Voters int
}

// QuestionOption is one of the answers, and how many chose it.
type QuestionOption struct {
	Text  string
	Votes int
}
