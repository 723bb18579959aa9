// Package storagetest gives tests a fresh store on either engine, and a small cast.
//
// PostgreSQL is a real server, started once in each test process on an empty
// folder and gone with that process, however it ends. Nothing needs to be
// running beforehand; the server's programs must be installed ([Need]).
package storagetest
