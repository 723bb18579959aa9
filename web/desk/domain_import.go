package desk

import (
	"errors"
	"io"
	"maps"
	"net/http"
	"unicode/utf8"

	"github.com/gorilla/mux"

	"consilium/community"
	"consilium/storage"
	"consilium/web/door"
	"consilium/web/page"
)

// importPath is where a list is handed in; maxImport bounds the body of that form,
// which may hold a list twice: as a file and as text.
const (
	importPath = "/desk/domains/import"
	maxImport  = 2*community.MaxDomainList + 64<<10
)

func (d *Desk) newDomainImport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	return d.door.Show(w, r, v, door.Sheet{View: page.DeskDomainImport{Severity: string(community.DomainSuspended)}})
}

// addDomainImport is POST /desk/domains/import: it keeps the list and leads to what it
// would change.
func (d *Desk) addDomainImport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	name, text, err := listOf(r)
	i := storage.DomainImport{By: v.Person.Actor.ID, Name: name, Text: text, Severity: community.DomainSeverity(r.PostFormValue("severity"))}
	if err == nil && i.Severity != community.DomainSuspended && i.Severity != community.DomainLimited {
		err = &community.Invalid{Field: "severity", Problem: community.Say("domain.severity_needed")}
	}
	if err == nil {
		_, err = community.ReadDomainList([]byte(text), i.Severity)
	}
	if problems := page.ProblemsOf(err); problems != nil {
		view := page.DeskDomainImport{List: text, Severity: string(i.Severity), Problems: problems}
		if len(text) > community.MaxDomainList {
			view.List = "" // the page would be as large
		}
		return d.door.Show(w, r, v, door.Sheet{Status: statusOf(problems), View: view})
	}
	if err != nil {
		return err
	}
	id, err := d.store.AddDomainImport(r.Context(), i)
	if err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/domains/imports/"+community.FormatID(importID(id)), "")
}

// importID is the number of an import in an address.
type importID int64

// listOf is the list of the form: the file, else what was pasted.
func listOf(r *http.Request) (name, text string, err error) {
	tooLarge := &community.Invalid{Field: "list", Problem: community.Say("domain.list_too_large", "limit", community.MaxDomainList>>20)}
	err = r.ParseMultipartForm(maxImport) // nothing of it goes to a disk
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return "", "", tooLarge
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return "", "", err
	}
	text = community.CleanText(r.PostFormValue("list"))
	file, header, err := r.FormFile("file")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) || err == nil && header.Size == 0 {
		return "", text, nil
	}
	if err != nil {
		return "", text, err
	}
	defer func() { _ = file.Close() }()
	if header.Size > community.MaxDomainList {
		return "", text, tooLarge
	}
	content, err := io.ReadAll(io.LimitReader(file, community.MaxDomainList+1))
	return cutName(community.CleanText(header.Filename)), community.CleanText(string(content)), err
}

// cutName bounds the name of a file.
func cutName(name string) string {
	if runes := []rune(name); utf8.RuneCountInString(name) > 100 {
		return string(runes[:100])
	}
	return name
}

// waitingImport is the list that the address names, as it was read.
func (d *Desk) waitingImport(r *http.Request) (storage.DomainImport, community.DomainList, error) {
	id, err := community.ParseID[importID](mux.Vars(r)["id"])
	if err != nil {
		return storage.DomainImport{}, community.DomainList{}, err
	}
	i, err := d.store.DomainImport(r.Context(), int64(id))
	if err != nil {
		return i, community.DomainList{}, err
	}
	list, err := community.ReadDomainList([]byte(i.Text), i.Severity)
	return i, list, err
}

// showDomainImport is GET /desk/domains/imports/{id}: what the list would change.
func (d *Desk) showDomainImport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	i, list, err := d.waitingImport(r)
	if err != nil {
		return err
	}
	rules, err := d.store.DomainRules(r.Context())
	if err != nil {
		return err
	}
	view := d.preview(list, rules)
	view.Name, view.URL = i.Name, "/desk/domains/imports/"+community.FormatID(importID(i.ID))
	after := maps.Clone(rules)
	for _, e := range view.Fresh {
		after[e.Host] = e.Rule(0, 0, d.store.Now())
	}
	for _, c := range view.Changed {
		after[c.New.Host] = c.New
	}
	loss, err := d.store.Loss(r.Context(), after)
	if err != nil {
		return err
	}
	view.Loss = page.DomainLoss{Following: loss.Following, Followers: loss.Followers, Members: loss.Members}
	return d.door.Show(w, r, v, door.Sheet{View: view})
}

// preview compares a list with the rules. What it says of us is a fault.
func (d *Desk) preview(list community.DomainList, rules map[string]community.DomainRule) page.DeskDomainPreview {
	view := page.DeskDomainPreview{Faults: list.Faults}
	for _, e := range list.Entries {
		wanted := e.Rule(0, 0, d.store.Now())
		old, found := rules[e.Host]
		switch {
		case d.store.IsUs(e.Host):
			view.Faults = append(view.Faults, community.DomainFault{Line: e.Line, Text: e.Host, Problem: community.Say("domain.ourselves")})
		case !found:
			view.Fresh = append(view.Fresh, e)
		case community.SameDomainRule(old, wanted):
			view.Same++
		default:
			wanted.PrivateComment = old.PrivateComment
			view.Changed = append(view.Changed, page.DomainChange{Old: old, New: wanted})
		}
	}
	return view
}

// applyDomainImport is POST /desk/domains/imports/{id}/apply.
func (d *Desk) applyDomainImport(w http.ResponseWriter, r *http.Request, v door.Visitor) error {
	i, list, err := d.waitingImport(r)
	if err != nil {
		return err
	}
	rules, err := d.store.DomainRules(r.Context())
	if err != nil {
		return err
	}
	view := d.preview(list, rules)
	var taken []community.DomainRule
	for _, e := range view.Fresh {
		taken = append(taken, e.Rule(v.Person.Actor.ID, 0, d.store.Now()))
	}
	if r.PostFormValue("replace") != "" {
		for _, c := range view.Changed {
			c.New.By = v.Person.Actor.ID
			taken = append(taken, c.New)
		}
	}
	if err := d.store.ApplyDomains(r.Context(), taken, v.Person.Actor.ID, i); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/domains", "notice.rules_imported")
}

// dropDomainImport is POST /desk/domains/imports/{id}/drop.
func (d *Desk) dropDomainImport(w http.ResponseWriter, r *http.Request, _ door.Visitor) error {
	id, err := community.ParseID[importID](mux.Vars(r)["id"])
	if err != nil {
		return err
	}
	if err := d.store.DropDomainImport(r.Context(), int64(id)); err != nil {
		return err
	}
	return door.SeeOther(w, r, "/desk/domains", "")
}
