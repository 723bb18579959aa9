package community

// Mark is how one thing that was looked at turned out.
type Mark string

// The marks: it is right, it is wrong and something here does not work without it,
// or it is not as it might be and nothing hangs on it.
const (
	MarkRight Mark = "+"
	MarkWrong Mark = "-"
	MarkOpen  Mark = "?"
)

// Inspected is one thing that was looked at when another server was inspected. Its
// words are in the catalogues under "inspect.step.NAME".
type Inspected struct {
	Name string
	Mark Mark
	// Problem says what is wrong, or open; the zero Problem when right.
	Problem Problem
	// Facts are what was found, whether right or not: sentences without judgement.
	Facts []Problem
}

// InspectedWell says whether there was something to look at and nothing of it wrong.
func InspectedWell(list []Inspected) bool {
	for _, i := range list {
		if i.Mark == MarkWrong {
			return false
		}
	}
	return len(list) > 0
}
