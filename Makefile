# make run   builds and starts one instance at http://localhost:8080
# make test  installs what the tests need and runs all of them
# make demo  starts two instances that federate a case thread

# SQLite is C. Without this, go builds happily when it finds no compiler, and the server fails at its first query.
export CGO_ENABLED = 1

GO        ?= go
FUZZTIME  ?= 60s
# Packages tested at the same time: each may hold a PostgreSQL or a Chromium of its own.
PARALLEL  ?= 2

.DEFAULT_GOAL := build
# Prerequisites are made in the order they are written, even under make -j: tools before tests.
.NOTPARALLEL:
.PHONY: run demo build test tools compiler vet format fmt fuzz bench clean

run: build ## one instance, SQLite under ./data, no configuration
	@bin/consilium serve

demo: build ## two instances with a small cast and a federated case
	@bin/consilium demo

build: compiler ## bin/consilium
	@mkdir -p bin
	@$(GO) build -o bin/consilium ./cmd/consilium

compiler:
	@cc=$$($(GO) env CC) && command -v $${cc%% *} >/dev/null || { \
	  echo "consilium needs a C compiler for SQLite and found none ($$($(GO) env CC))." >&2; \
	  echo "Debian, Ubuntu: apt-get install gcc libc6-dev; Fedora: dnf install gcc; Alpine: apk add build-base; macOS: xcode-select --install" >&2; \
	  exit 1; }

tools: ## what the tests need; see .ci/tools
	@.ci/tools

# -race in vet as well: both then share one build of SQLite, which takes half a minute on two cores.
vet:
	@$(GO) vet -race ./...

format:
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { \
	  echo "not formatted; run make fmt:" >&2; echo "$$unformatted" >&2; exit 1; }

# go test comes last: its summary ends the output.
test: tools format vet ## everything, on both engines, nothing skipped
	@REQUIRE=all $(GO) test -race -vet=off -shuffle=on -timeout 30m -p $(PARALLEL) ./...

fmt:
	@gofmt -w .

fuzz: compiler ## every fuzz target for FUZZTIME each
	@grep -rnoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' . | sort | \
	while IFS=: read -r file line target; do \
	  name=$${target#func }; folder=$$(dirname $$file); \
	  echo "== $$folder $$name"; \
	  $(GO) test -run='^$$' -fuzz="^$$name\$$" -fuzztime=$(FUZZTIME) $$folder </dev/null || exit 1; \
	done

bench: compiler
	@$(GO) test -run='^$$' -bench=. -benchmem -timeout 60m -p 1 ./...

clean: ## what was built; never ./data
	@rm -rf bin
