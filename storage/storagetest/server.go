package storagetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// server is a throw-away PostgreSQL that lives as long as this process.
type server struct {
	folder string // data, socket and log; the guard removes it
	// lifeline is held open and never written to. When this process is gone, whatever ended it, the kernel
	// closes it, and the guard at its other end takes the server down.
	lifeline io.WriteCloser
	gone     chan struct{} // closed when the guard has ended
}

// guard starts PostgreSQL, waits until the lifeline on its standard input is cut, and leaves nothing behind.
// It is a shell and not this program, because nothing inside a process survives its own kill -9.
// A shell starts background jobs deaf to SIGINT and SIGQUIT; PostgreSQL sets its own handlers. SIGQUIT is its immediate end.
const guard = `
cd "$2" || exit 1
"$1" -D data -k "$2" -c config_file="$2/settings" >log 2>&1 &
server=$!
cat >/dev/null
kill -QUIT $server 2>/dev/null
wait $server
cd / && rm -rf "$2"
`

// settings trade every safety for speed: the data is worth nothing a minute from now. 200 connections, because
// parallel tests each hold a pool or two.
const settings = `
listen_addresses = ''
max_connections = 200
shared_buffers = 64MB
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 256MB
autovacuum = off
timezone = 'UTC'
lc_messages = 'C'
`

// patience bounds each step of the start, on a machine that is busy with other packages' tests.
const patience = 60 * time.Second

// shared is the one server of this test process.
var shared = sync.OnceValues(startServer)

// startServer makes an empty cluster and waits until it answers.
func startServer() (*server, error) {
	program, err := find("postgresql")
	if err != nil {
		return nil, err
	}
	folder, owner, err := makeFolder()
	if err != nil {
		return nil, fmt.Errorf("start PostgreSQL: %w", err)
	}
	s, err := launch(program, folder, owner)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start PostgreSQL: %w", err), os.RemoveAll(folder))
	}
	if err := s.await(); err != nil {
		log, _ := os.ReadFile(filepath.Join(folder, "log"))
		s.stop()
		return nil, fmt.Errorf("start PostgreSQL: %w\n%s", err, log)
	}
	return s, nil
}

// makeFolder makes the server's folder and says who must run the server: PostgreSQL refuses to be root.
// It lies in /tmp whatever TMPDIR says, because the path of a Unix socket has at most 107 bytes, and because
// root's own TMPDIR may be closed to the user the server runs as.
func makeFolder() (string, *syscall.Credential, error) {
	folder, err := os.MkdirTemp("/tmp", "consilium-postgresql-")
	if err != nil || os.Geteuid() != 0 {
		return folder, nil, err
	}
	owner, err := nobody()
	if err == nil {
		err = os.Chown(folder, int(owner.Uid), int(owner.Gid))
	}
	if err != nil {
		err = errors.Join(err, os.Remove(folder))
	}
	return folder, owner, err
}

func nobody() (*syscall.Credential, error) {
	u, err := user.Lookup("nobody")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

// launch fills the folder and starts the guard, in a session of its own: an interrupt at the terminal ends the tests,
// and only through them the server.
func launch(program, folder string, owner *syscall.Credential) (*server, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	initdb := exec.CommandContext(ctx, filepath.Join(filepath.Dir(program), "initdb"),
		"-D", "data", "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C", "-N", "--no-instructions")
	initdb.Dir = folder
	initdb.SysProcAttr = &syscall.SysProcAttr{Credential: owner}
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, bytes.TrimSpace(out))
	}
	if err := os.WriteFile(filepath.Join(folder, "settings"), []byte(settings), 0o644); err != nil {
		return nil, err
	}
	cmd := exec.Command("/bin/sh", "-c", guard, "guard", program, folder)
	cmd.Dir = folder
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: owner, Setsid: true}
	lifeline, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	// Output stays nil: a pipe of go test's held by the guard would make go test wait for it.
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &server{folder: folder, lifeline: lifeline, gone: make(chan struct{})}
	go func() {
		defer close(s.gone)
		_ = cmd.Wait() // how the guard ends is of no interest, only that it does
	}()
	return s, nil
}

// await returns when the server answers, or with its last error when patience is over.
func (s *server) await() error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		err := s.do(ctx, "SELECT 1")
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-s.gone:
			return err
		case <-again.C:
		}
	}
}

// stop ends the server and waits until its folder is gone.
func (s *server) stop() {
	_ = s.lifeline.Close()
	<-s.gone
}

// url is the address of one of the server's databases.
func (s *server) url(database string) string {
	query := url.Values{"host": {s.folder}, "sslmode": {"disable"}}
	return (&url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/" + database, RawQuery: query.Encode()}).String()
}

// do runs one statement as the administrator.
func (s *server) do(ctx context.Context, statement string) error {
	conn, err := pgx.Connect(ctx, s.url("postgres"))
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, statement)
	return errors.Join(err, conn.Close(ctx))
}
