package community

import (
	"archive/tar"
	"bufio"
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"
	"path"
	"strings"
)

// Bounds of an archive that is read in: how many files it holds, and how many bytes
// they have when they are unpacked.
const (
	maxArchiveFiles = 200_000
	maxArchiveBytes = 2 << 30
)

// ImportFile is a list found in an archive.
type ImportFile struct {
	Kind  ImportKind
	Lines []ImportLine
}

// archiveNames are the names under which lists are found, ours and those of the example
// in FEP-6fcd.
func archiveNames() map[string]ImportKind {
	names := map[string]ImportKind{"blocks.csv": ImportBlocks, "mutes.csv": ImportMutes}
	for _, kind := range ImportKinds() {
		names[kind.File()] = kind
	}
	return names
}

// ReadArchive reads the lists of an account that was exported per FEP-6fcd, a tar file,
// gzipped or not, as it streams in: nothing is written anywhere and only one list at a
// time is in memory, and each kind of list but once. Posts, pictures and the profile are passed over. The error is an
// *Invalid of the field "data" for what is no such file, and for one with a path that
// leads out of it (S-IN-1); else that of r.
func ReadArchive(r io.Reader, ours string) ([]ImportFile, error) {
	content := bufio.NewReader(r)
	var unpacked io.Reader = content
	if head, _ := content.Peek(2); string(head) == "\x1f\x8b" {
		packed, err := gzip.NewReader(content)
		if err != nil {
			return nil, notAnArchive(err)
		}
		unpacked = packed
	}
	limited := &io.LimitedReader{R: unpacked, N: maxArchiveBytes}
	archive := tar.NewReader(limited)
	var found []ImportFile
	have := map[ImportKind]bool{}
	manifest := false
	for range maxArchiveFiles {
		header, err := archive.Next()
		switch {
		case errors.Is(err, io.EOF) && manifest && limited.N > 0:
			return found, nil
		case err != nil:
			return nil, notAnArchive(err)
		case leadsOut(header):
			return nil, invalid("data", "import.path")
		}
		manifest = manifest || path.Base(header.Name) == "manifest.yml" || path.Base(header.Name) == "manifest.yaml"
		file, is, err := readEntry(archive, header, ours)
		switch {
		case err != nil:
			return nil, err
		case is && have[file.Kind]: // else a small archive of many lists would be all in memory
			return nil, invalid("data", "import.twice")
		case is:
			found, have[file.Kind] = append(found, file), true
		}
	}
	return nil, invalid("data", "import.archive")
}

// ReadSent reads what somebody sent to be read in: the lists of an archive, or the text
// of one list, of which it is said elsewhere what it lists. Errors are those of
// ReadArchive.
func ReadSent(r io.Reader, ours string) (files []ImportFile, list []byte, err error) {
	content := bufio.NewReader(r)
	if start, _ := content.Peek(512); isArchive(start) {
		files, err = ReadArchive(content, ours)
		return files, nil, err
	}
	list, err = io.ReadAll(io.LimitReader(content, MaxImportBytes+1))
	return nil, list, err
}

// isArchive says whether what begins so is a tar file, gzipped or not.
func isArchive(head []byte) bool {
	const magic = 257 // POSIX.1-1988, ustar
	return strings.HasPrefix(string(head), "\x1f\x8b") || len(head) > magic+5 && string(head[magic:magic+5]) == "ustar"
}

// leadsOut says whether a path of an archive leads out of it, or is of something else
// than a file or folder.
func leadsOut(h *tar.Header) bool {
	if h.Typeflag != tar.TypeReg && h.Typeflag != tar.TypeDir {
		return true
	}
	return path.IsAbs(h.Name) || strings.ContainsAny(h.Name, "\\\x00:") || h.Name == ".." ||
		strings.HasPrefix(path.Clean(h.Name), "../") || strings.Contains("/"+h.Name+"/", "/../")
}

func readEntry(archive io.Reader, h *tar.Header, ours string) (ImportFile, bool, error) {
	folder, name := path.Split(path.Clean(h.Name))
	kind, known := archiveNames()[name]
	if !known || h.Typeflag != tar.TypeReg || folder != "" && folder != "activitypub/" || h.Size == 0 {
		return ImportFile{}, false, nil
	}
	text, err := io.ReadAll(io.LimitReader(archive, MaxImportBytes+1))
	if err != nil {
		return ImportFile{}, false, notAnArchive(err)
	}
	lines, err := ReadImport(kind, text, ours)
	if bad, is := errors.AsType[*Invalid](err); is && bad.Problem.Key == "import.empty" {
		return ImportFile{}, false, nil
	}
	return ImportFile{Kind: kind, Lines: lines}, err == nil, err
}

// notAnArchive keeps an error of whoever sends, and takes others for what is said of the
// file.
func notAnArchive(err error) error {
	if errors.Is(err, tar.ErrHeader) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.As(err, new(flate.CorruptInputError)) || errors.Is(err, gzip.ErrHeader) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, tar.ErrInsecurePath) {
		return invalid("data", "import.archive")
	}
	return err
}
