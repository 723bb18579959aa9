package web

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"consilium/community"
	"consilium/web/door"
	"consilium/web/page"
)

// measured are the figures that a visitor is shown, and for which time.
type measured struct {
	page.CasePeriod
	community.CaseMeasures
	// full says that nothing was left out.
	full bool
}

// measure reckons the figures of the cases that the visitor may read. Members are
// shown nothing of a few cases; who reads the log of staff is.
func (s *Web) measure(ctx context.Context, v door.Visitor, asked string) (measured, error) {
	m := measured{CasePeriod: page.ParseCasePeriod(asked), full: v.May(community.ReadStaffLog)}
	since := time.Time{}
	if days := m.Days(); days > 0 {
		since = s.store.Now().AddDate(0, 0, -days)
	}
	cases, err := s.store.CaseTimes(ctx, v.Viewer(), since)
	if err != nil {
		return m, err
	}
	if m.CaseMeasures = community.Measure(cases); !m.full {
		m.CaseMeasures = m.Suppressed()
	}
	return m, nil
}

// showTimes is GET /cases/times: how long answers take, and what came of cases.
func (s *Web) showTimes(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	m, err := s.measure(r.Context(), v, r.URL.Query().Get("period"))
	if err != nil {
		return err
	}
	return s.door.Show(w, r, v, door.Sheet{View: page.CaseTimes{Period: m.CasePeriod, Measures: m.CaseMeasures, Full: m.full}})
}

// The document of GET /cases/times.json. Times are in seconds, rounded; what is null is
// of too few cases to be shown.
type (
	timesDocument struct {
		Period      string         `json:"period"`
		Suppressed  bool           `json:"suppressed"`
		Whole       timesOfCases   `json:"instance"`
		Specialties []timesOfCases `json:"specialties"`
		First       []timesBin     `json:"first_response"`
	}
	timesOfCases struct {
		Specialty  community.Specialty `json:"specialty,omitempty"`
		Hidden     bool                `json:"hidden,omitempty"`
		Cases      int                 `json:"cases"`
		Answered   int                 `json:"answered"`
		Solved     int                 `json:"solved"`
		Responses  int                 `json:"responses"`
		First      *timesSpread        `json:"time_to_first_response"`
		Accepted   *timesSpread        `json:"time_to_accepted_answer"`
		Management *timesManagement    `json:"changed_management"`
	}
	timesSpread struct {
		Cases  int   `json:"cases"`
		Lower  int64 `json:"lower_quartile"`
		Median int64 `json:"median"`
		Upper  int64 `json:"upper_quartile"`
	}
	timesManagement struct {
		Yes     int `json:"yes"`
		No      int `json:"no"`
		Unknown int `json:"unknown"`
	}
	timesBin struct {
		Under int64 `json:"under,omitempty"` // left out of the last
		Cases int   `json:"cases"`
	}
)

func timesOf(m community.Measures) timesOfCases {
	t := timesOfCases{Specialty: m.Specialty, Hidden: m.Hidden, Cases: m.Cases, Answered: m.Answered, Solved: m.Solved,
		Responses: m.Responses, First: spreadOf(m.First), Accepted: spreadOf(m.Accepted)}
	if !m.Hidden && !m.ManagementHidden {
		t.Management = &timesManagement{m.Changed, m.Same, m.Unknown}
	}
	return t
}

func spreadOf(s community.Spread) *timesSpread {
	if s.Number == 0 {
		return nil
	}
	seconds := func(d time.Duration) int64 { return int64(d.Round(time.Second) / time.Second) }
	return &timesSpread{s.Number, seconds(s.Lower), seconds(s.Median), seconds(s.Upper)}
}

// showTimesAsJSON is GET /cases/times.json.
func (s *Web) showTimesAsJSON(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	m, err := s.measure(r.Context(), v, r.URL.Query().Get("period"))
	if err != nil {
		return err
	}
	doc := timesDocument{Period: string(m.CasePeriod), Suppressed: !m.full, Whole: timesOf(m.Whole), Specialties: []timesOfCases{}, First: []timesBin{}}
	for _, one := range m.Specialties {
		doc.Specialties = append(doc.Specialties, timesOf(one))
	}
	for _, b := range m.First {
		doc.First = append(doc.First, timesBin{int64(b.Under / time.Second), b.Cases})
	}
	body, err := json.Marshal(doc)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "private, no-store")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, err = w.Write(body)
	return err
}
