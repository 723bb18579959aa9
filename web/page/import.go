package page

import (
	"strconv"

	"consilium/community"
)

// SettingsImport is the page GET /settings/import. POST there with the fields kind and
// mode and the file data reads a list or an archive in; nothing is done before it is
// confirmed.
type SettingsImport struct {
	List     []ImportFile
	Kind     string
	Mode     string
	Problems Problems
}

func (v SettingsImport) meta(p *Printer) meta {
	return meta{"settings-import", p.T("import.title"), "settings"}
}

// Kinds and Modes are what a form offers.
func (v SettingsImport) Kinds() []string {
	var kinds []string
	for _, kind := range community.ImportKinds() {
		kinds = append(kinds, string(kind))
	}
	return kinds
}

// Modes are what becomes of what is there.
func (v SettingsImport) Modes() []string {
	return []string{string(community.ImportMerge), string(community.ImportOverwrite)}
}

// ImportFile is a file that was read in.
type ImportFile struct {
	community.Import
	// Failures are the first lines that could not be read or done.
	Failures []ImportFailure
}

// ImportFailure is a line, what stood there and what is the matter.
type ImportFailure struct {
	Line    int
	Address string
	Problem community.Problem
}

// URL is the page of the file; POST URL/confirm has it done, POST URL/remove forgets it,
// GET URL/failures.csv lists what could not be done.
func (f ImportFile) URL() string { return "/settings/import/" + strconv.FormatInt(f.ID, 10) }

// Waiting says that it was not confirmed yet.
func (f ImportFile) Waiting() bool { return f.State == community.ImportWaiting }

// Running says that it is being done.
func (f ImportFile) Running() bool { return f.State == community.ImportRunning }

// Overwrites says that what is not in the file is taken away.
func (f ImportFile) Overwrites() bool { return f.Mode == community.ImportOverwrite }

// Handled is how many lines were done with.
func (f ImportFile) Handled() int { return f.Done + f.Failed }

// Good is how many lines could be read.
func (f ImportFile) Good() int { return f.Total - f.Unread }

// SettingsImportFile is the page GET /settings/import/{id}.
type SettingsImportFile struct{ File ImportFile }

func (v SettingsImportFile) meta(p *Printer) meta {
	return meta{"settings-import-file", p.T("import.kinds." + string(v.File.Kind)), "settings"}
}
