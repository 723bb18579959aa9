package credential

import (
	"fmt"
	"io"
)

// Step is one thing that was looked at, for people to follow how a document was
// judged. Its words are in the catalogues under "credential_step.NAME", and those
// of what is wrong under "credential_problem.PROBLEM".
type Step struct {
	Name string
	OK   bool
	// Problem is why not, "" when OK.
	Problem string
}

// The steps, in the order they are taken.
const (
	// StepActor finds out who is meant, StepFound what their server says of them.
	StepActor = "actor"
	StepFound = "found"
	// StepIssuer finds out who vouches at that server.
	StepIssuer = "issuer"
	// StepDocument reads the document, StepForm looks at types and context.
	StepDocument = "document"
	StepForm     = "form"
	// StepOrigin looks at whose word it is, StepHolder at whom it is about.
	StepOrigin = "origin"
	StepHolder = "holder"
	StepProof  = "proof"
	StepDates  = "dates"
	StepClaims = "claims"
	StepStatus = "status"
	// StepTrust says what the server's word counts for here.
	StepTrust = "trust"
)

// Passed says whether there were steps and all of them were right.
func Passed(steps []Step) bool {
	for _, s := range steps {
		if !s.OK {
			return false
		}
	}
	return len(steps) > 0
}

// Failed gives the step that was not right; the zero Step when all were.
func Failed(steps []Step) Step {
	for _, s := range steps {
		if !s.OK {
			return s
		}
	}
	return Step{}
}

// WriteSteps writes the steps for a person to read, one a line, in the words of
// say, which is given keys of the catalogue.
func WriteSteps(w io.Writer, steps []Step, say func(key string, arguments ...any) string) error {
	for _, s := range steps {
		line := "+ " + say("credential_step."+s.Name)
		if !s.OK {
			line = "- " + say("credential_step."+s.Name) + ": " + say("credential_problem."+s.Problem)
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return fmt.Errorf("write steps: %w", err)
		}
	}
	return nil
}
