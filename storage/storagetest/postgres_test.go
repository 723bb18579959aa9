package storagetest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// dyingServer tells a copy of this test binary to start a server and die in the way named.
const dyingServer = "STORAGETEST_DIE_BY"

func TestMain(m *testing.M) {
	if way := os.Getenv(dyingServer); way != "" {
		die(way)
	}
	os.Exit(m.Run())
}

// die starts a server, tells its folder and ends.
func die(way string) {
	s, err := startServer()
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(s.folder)
	switch way {
	case "panic":
		panic("as a test might")
	case "kill":
		select {} // the test that waits kills us
	}
	os.Exit(0)
}

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func count(t *testing.T, conn *pgx.Conn, table string) int {
	t.Helper()
	var n int
	if err := conn.QueryRow(t.Context(), "SELECT count(*) FROM "+table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestDatabasesAreApart(t *testing.T) {
	a, b := connect(t, PostgresURL(t)), connect(t, PostgresURL(t))
	if _, err := a.Exec(t.Context(), "CREATE TABLE ward (id int)"); err != nil {
		t.Fatal(err)
	}
	if n := count(t, b, "pg_tables WHERE tablename = 'ward'"); n != 0 {
		t.Error("a table made in one database is in the other")
	}
}

func TestTemplateIsPreparedOnce(t *testing.T) {
	var runs atomic.Int32
	prepare := func(dsn string) error {
		runs.Add(1)
		conn, err := pgx.Connect(t.Context(), dsn)
		if err != nil {
			return err
		}
		_, err = conn.Exec(t.Context(), "CREATE TABLE ward (id int); INSERT INTO ward VALUES (1), (2)")
		return errors.Join(err, conn.Close(t.Context()))
	}
	t.Run("together", func(t *testing.T) {
		for i := range 6 {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				conn := connect(t, PostgresFrom(t, "prepared", prepare))
				if n := count(t, conn, "ward"); n != 2 {
					t.Errorf("the copy holds %d rows, want 2", n)
				}
				if _, err := conn.Exec(t.Context(), "DELETE FROM ward"); err != nil {
					t.Error(err)
				}
			})
		}
	})
	if runs.Load() != 1 {
		t.Errorf("prepared %d times, want once", runs.Load())
	}
}

func TestDatabaseGoesWithItsTest(t *testing.T) {
	var dsn string
	t.Run("short", func(t *testing.T) {
		dsn = PostgresURL(t)
		_ = connect(t, dsn) // still open when the test ends
	})
	if conn, err := pgx.Connect(t.Context(), dsn); err == nil {
		_ = conn.Close(t.Context())
		t.Error("the database is still there after its test")
	}
}

// However a test binary ends, neither a server nor its folder may stay behind.
func TestServerDiesWithItsProcess(t *testing.T) {
	Need(t, "postgresql")
	for _, way := range []string{"exit", "panic", "kill"} {
		t.Run(way, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command(os.Args[0])
			cmd.Env = append(os.Environ(), dyingServer+"="+way)
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			line, err := bufio.NewReader(out).ReadString('\n')
			folder := strings.TrimSpace(line)
			if err != nil || !strings.HasPrefix(folder, "/tmp/") {
				t.Fatalf("the server did not start: %s %v", line, err)
			}
			if way == "kill" {
				// A connection without a word: its end is the end of the server.
				conn, err := net.Dial("unix", filepath.Join(folder, ".s.PGSQL.5432"))
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
				ended(t, conn)
			}
			_ = cmd.Wait()
			vanished(t, folder)
		})
	}
}

func ended(t *testing.T, conn net.Conn) {
	t.Helper()
	if err := conn.SetReadDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Read(make([]byte, 1)); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("the server is still there after its process was killed")
	}
}

func vanished(t *testing.T, folder string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("%s is still there after its process ended", folder)
		case <-again.C:
		}
	}
}

// skipper notes how a test ended that was asked to skip or fail.
type skipper struct {
	testing.TB
	skipped, failed bool
}

func (s *skipper) Helper()               {}
func (s *skipper) Skipf(string, ...any)  { s.skipped = true }
func (s *skipper) Fatalf(string, ...any) { s.failed = true }

func TestNeedSkipsOrFails(t *testing.T) {
	for _, c := range []struct {
		require         string
		skipped, failed bool
	}{
		{"", true, false},
		{"all", false, true},
	} {
		t.Setenv("REQUIRE", c.require)
		s := &skipper{TB: t}
		path := Need(s, "a-program-nobody-has")
		if path != "" || s.failed != c.failed || s.skipped != c.skipped && !c.failed {
			t.Errorf("REQUIRE=%q: path %q, skipped %v, failed %v", c.require, path, s.skipped, s.failed)
		}
	}
	if path := Need(t, "sh"); !filepath.IsAbs(path) {
		t.Errorf("sh is at %q, want an absolute path", path)
	}
}
