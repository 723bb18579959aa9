package storage_test

import (
	"database/sql"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"

	"consilium/community"
	"consilium/community/credential"
	"consilium/storage"
	"consilium/storage/storagetest"
)

// releases are the versions whose databases were kept: each has two members, a
// person elsewhere, follows, an answered post, a case and a rule; from 0.2.0 on the
// second member is proved and the case was edited.
var releases = []string{"0.1.0", "0.2.0", "0.3.0", "0.4.0"}

// Every release's database opens with this version, and holds what it held.
func TestReleasesAreUpgraded(t *testing.T) {
	for _, release := range releases {
		t.Run(release+"/sqlite", func(t *testing.T) {
			database := storagetest.SQLiteFile(t)
			upgraded(t, release, database, loadSQLite(t, release, database))
		})
		t.Run(release+"/postgres", func(t *testing.T) {
			database := storagetest.PostgresURL(t)
			upgraded(t, release, database, loadPostgres(t, release, database))
		})
	}
}

func dump(t *testing.T, release, engine string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/release-" + release + "." + engine + ".sql")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func loadSQLite(t *testing.T, release, database string) error {
	t.Helper()
	db, err := sql.Open("sqlite3", database[len("sqlite:"):])
	if err != nil {
		return err
	}
	if _, err := db.Exec(dump(t, release, "sqlite")); err != nil {
		return err
	}
	return db.Close()
}

func loadPostgres(t *testing.T, release, database string) error {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), database)
	if err != nil {
		return err
	}
	if _, err := conn.Exec(t.Context(), dump(t, release, "postgres")); err != nil {
		return err
	}
	return conn.Close(t.Context())
}

func upgraded(t *testing.T, release, database string, loaded error) {
	t.Helper()
	if loaded != nil {
		t.Fatal(loaded)
	}
	s := storagetest.At(t, storagetest.Options{Database: database})
	ctx := t.Context()
	u, err := s.UserByName(ctx, "ana")
	if err != nil || u.Role != community.Administrator {
		t.Fatalf("the administrator: %+v, %v", u, err)
	}
	ben, err := s.UserByName(ctx, "ben")
	if err != nil {
		t.Fatal(err)
	}
	viewer := community.Viewer{Actor: ben.Actor, Local: true, ReadsCases: true}
	posts, err := s.AccountPosts(ctx, viewer, storage.Filter{Actor: u.Actor, Replies: true}, storage.Page{Limit: 40})
	if err != nil || len(posts) != 3 || posts[0].Case == nil || posts[0].Case.Title != "Fever after travel" {
		t.Errorf("what ana wrote: %d posts, %v", len(posts), err)
	}
	if _, _, err := s.SigningKey(ctx, u.Actor, storage.Ed25519); err != nil {
		t.Errorf("her keys: %v", err)
	}
	if a, err := s.Actor(ctx, u.Actor); err != nil || a.FollowerCount != 2 || s.Standing(ctx, a).Level != 0 {
		t.Errorf("her profile: %+v, %v", a, err)
	}
	if release > "0.1.0" {
		provedAndEdited(t, s, ben.Actor, posts[0])
	}
	if rules, err := s.DomainRules(ctx); err != nil || len(rules) != 1 {
		t.Errorf("the rules: %v, %v", rules, err)
	}
}

func provedAndEdited(t *testing.T, s *storage.Store, ben community.ActorID, asked community.Post) {
	t.Helper()
	a, err := s.Actor(t.Context(), ben)
	if err != nil || a.Credential == nil || a.Credential.Level != credential.Bound {
		t.Errorf("what is proved of ben: %+v, %v", a.Credential, err)
	}
	versions, err := s.Revisions(t.Context(), community.Viewer{}, asked)
	if err != nil || len(versions) != 1 || versions[0].Case == nil || versions[0].Case.Findings != "Spleen palpable." ||
		asked.Case.Findings != "Spleen palpable, no rash." || asked.Case.Question != "Which test next?" {
		t.Errorf("the case before its edit: %+v, %v", versions, err)
	}
}
