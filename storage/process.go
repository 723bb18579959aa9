package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// holder names an open store: machine, process, and chance, because a process
// may open several.
func holder() string { return fmt.Sprintf("%s/%d/%s", hostname(), os.Getpid(), newToken()) }

func hostname() string {
	host, err := os.Hostname()
	if err != nil {
		return "unknown"
	}
	return host
}

// alive says whether the process a holder names may still run. One on another
// machine is taken to be alive until its lease ends.
func alive(holder string) bool {
	host, rest, _ := strings.Cut(holder, "/")
	number, _, _ := strings.Cut(rest, "/")
	pid, err := strconv.Atoi(number)
	if err != nil || host != hostname() {
		return true
	}
	// Signal 0 only asks (kill(2)).
	return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}

// ServeLock keeps a second server off the same SQLite file. Commands do not
// take it: they open the database beside the server.
type ServeLock struct{ file *os.File }

// LockServe takes the lock of a "sqlite:PATH" database; for PostgreSQL, where
// several servers are welcome, it does nothing. The error says what to do.
func LockServe(database string) (*ServeLock, error) {
	path, found := strings.CutPrefix(database, "sqlite:")
	if !found {
		return &ServeLock{}, nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the database: %w", err)
	}
	f, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("another consilium serve already uses %s: stop it, or use PostgreSQL for several", path), f.Close())
	}
	return &ServeLock{f}, nil
}

// Close lets go of the lock.
func (l *ServeLock) Close() error {
	if l.file == nil {
		return nil
	}
	return l.file.Close()
}
