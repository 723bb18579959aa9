package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"
)

// version is set by the release build (-ldflags "-X main.version=…").
var version = "0.5.0"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	syscall.Umask(0o077)         // what is written here is for the owner only
	s := surroundings{environment: os.Environ(), in: os.Stdin, out: os.Stdout, err: os.Stderr,
		now: func() time.Time { return time.Now().UTC() }}
	os.Exit(run(ctx, os.Args[1:], s))
}

// surroundings are what a command takes from the outside world, so that tests
// can run the very program.
type surroundings struct {
	environment []string
	in          io.Reader
	out, err    io.Writer
	now         func() time.Time
}

// commands is the command line.
type commands struct {
	Config string `help:"Configuration file; see config.example.toml." placeholder:"FILE" type:"path"`

	Serve      serveCommand      `cmd:"" help:"Run the instance."`
	Account    accountCommand    `cmd:"" help:"Administer accounts."`
	Credential credentialCommand `cmd:"" help:"Look at the credentials of clinicians."`
	Federation federationCommand `cmd:"" help:"Look at other servers."`
	Keys       keysCommand       `cmd:"" help:"Change and list the keys that requests are signed with."`
	Log        logCommand        `cmd:"" help:"Check that what staff did stands as it was written."`
	Token      tokenCommand      `cmd:"" help:"Print a new access token for the client API."`
	Demo       demoCommand       `cmd:"" help:"Run two instances with a small cast and a federated case."`
	Version    versionCommand    `cmd:"" help:"Print the version."`
}

// run parses the arguments and runs the command. It returns the exit status:
// every error is one line that says what to do.
func run(ctx context.Context, args []string, s surroundings) int {
	var c commands
	left, status := false, 0
	parser, err := kong.New(&c, kong.Name("consilium"), kong.Writers(s.out, s.err),
		kong.Description("A federated server for communities of clinicians."),
		kong.Exit(func(code int) { left, status = true, code }))
	if err != nil {
		return complain(s, err)
	}
	chosen, err := parser.Parse(args)
	if left { // after printing help; what it complains of then does not matter
		return status
	}
	if err != nil {
		return complain(s, fmt.Errorf("%w; see consilium --help", err))
	}
	chosen.BindTo(ctx, (*context.Context)(nil))
	if err := chosen.Run(s, &c); err != nil && !errors.Is(err, context.Canceled) {
		return complain(s, err)
	}
	return 0
}

func complain(s surroundings, err error) int {
	fmt.Fprintln(s.err, "consilium: "+oneLine(err))
	return 1
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(s surroundings) error {
	_, err := fmt.Fprintln(s.out, "consilium "+version)
	return err
}
