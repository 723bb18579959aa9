package main

import (
	"log/slog"

	"consilium/community"
	"consilium/federation"
	"consilium/storage"
	"consilium/web/page"
)

// lookOut gives a command what it needs to ask other servers as the running server
// would, without its log, and the words to say what they answered.
func lookOut(s surroundings, store *storage.Store, config Config) (*federation.Federation, *page.Printer, error) {
	i := &instance{config: config, store: store, now: s.now}
	guarded, err := i.guarded()
	if err != nil {
		return nil, nil, err
	}
	catalogue, err := page.Load()
	if err != nil {
		return nil, nil, err
	}
	words := catalogue.Printer(page.Reader{Language: config.Server.Language, Now: s.now(), Instance: store.Domain()})
	return federation.New(federation.Options{Store: store, Client: guarded, Mode: community.FederationMode(config.Federation.Mode),
		Openness: i.openness(), Log: slog.New(slog.DiscardHandler), Version: version}), words, nil
}
