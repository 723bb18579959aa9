package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

type serveCommand struct{}

// Run serves until the context ends, then drains.
func (serveCommand) Run(ctx context.Context, s surroundings, c *commands) error {
	config, err := loadConfig(c.Config, s.environment)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(s.err, nil))
	i, err := build(ctx, config, s, log)
	if err != nil {
		return err
	}
	defer closing(i, s)
	if err := i.listen(); err != nil {
		return err
	}
	if err := i.greet(ctx, s.out); err != nil {
		return err
	}
	return i.serve(ctx)
}

// listen reads the certificate and opens the addresses, so that a port that is
// taken is said at once.
func (i *instance) listen() error {
	if c := i.config.Server; c.TLSCertificate != "" {
		pair, err := tls.LoadX509KeyPair(c.TLSCertificate, c.TLSKey)
		if err != nil {
			return fmt.Errorf("server.tls_certificate and server.tls_key: %w", err)
		}
		i.certificates = []tls.Certificate{pair}
	}
	listener, err := net.Listen("tcp", i.config.Server.Address)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w; set server.address to another", i.config.Server.Address, err)
	}
	i.listener = listener
	if i.config.Server.MetricsAddress == "" {
		return nil
	}
	if i.metricsListener, err = net.Listen("tcp", i.config.Server.MetricsAddress); err != nil {
		return fmt.Errorf("cannot listen on %s: %w; set server.metrics_address to another", i.config.Server.MetricsAddress, err)
	}
	return nil
}

// drainTime is how long requests in hand may take after SIGTERM.
const drainTime = 20 * time.Second

// serve answers requests and works on the queue until ctx ends. Then it takes
// no more requests, finishes those in hand, and at last the jobs in hand.
func (i *instance) serve(ctx context.Context) error {
	collectEarly()
	defer time.AfterFunc(settled, settle).Stop()
	server := i.server(i.handler())
	failed := make(chan error, 2)
	go func() { failed <- i.answer(server) }()
	metrics := &http.Server{Handler: i.metrics.handler(), ReadHeaderTimeout: 10 * time.Second}
	if i.metricsListener != nil {
		go func() { failed <- metrics.Serve(i.metricsListener) }()
	}
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	idle := make(chan struct{})
	go func() {
		defer close(idle)
		i.work(working)
	}()
	var err error
	select {
	case <-ctx.Done():
	case err = <-failed:
	}
	shut := i.drain(context.WithoutCancel(ctx), server, metrics)
	stop()
	<-idle
	return errors.Join(err, shut)
}

// drain takes no more requests and waits for those in hand, but not for ever.
func (i *instance) drain(ctx context.Context, servers ...*http.Server) error {
	i.draining.Store(true)
	i.closeStreams()
	ctx, cancel := context.WithTimeout(ctx, drainTime)
	defer cancel()
	var all error
	for _, server := range servers {
		err := server.Shutdown(ctx)
		if errors.Is(err, context.DeadlineExceeded) {
			i.log.Warn("requests that took too long were cut off")
			err = server.Close()
		}
		all = errors.Join(all, err)
	}
	return all
}

// answer serves https when a certificate is configured, else http.
func (i *instance) answer(server *http.Server) error {
	var err error
	if len(i.certificates) > 0 {
		err = server.ServeTLS(i.listener, "", "")
	} else {
		err = server.Serve(i.listener)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve: %w", err)
}

// server bounds what a client can hold open or send before a handler sees it.
func (i *instance) server(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 2 * time.Minute, WriteTimeout: 2 * time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog:  slog.NewLogLogger(i.log.Handler(), slog.LevelDebug),
		TLSConfig: &tls.Config{MinVersion: tls.VersionTLS12, Certificates: i.certificates},
	}
}
