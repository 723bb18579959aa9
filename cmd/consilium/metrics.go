package main

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics is what Prometheus may read. Labels are few and fixed: no hosts, no
// people, no paths.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	jobs     *prometheus.CounterVec
	weak     *prometheus.CounterVec
	received *prometheus.CounterVec
}

func newMetrics(now func() time.Time) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "consilium_request_seconds",
			Help: "Time to answer a request, by door and class of status.", Buckets: prometheus.DefBuckets}, []string{"door", "status"}),
		jobs: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "consilium_jobs_total",
			Help: "Jobs of the queue that were run, by kind and result."}, []string{"kind", "result"}),
		weak: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "consilium_weak_signatures_total",
			Help: "Requests of other servers whose signatures cover less than they should, by whether they were taken."}, []string{"taken"}),
		received: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "consilium_received_total",
			Help: "Activities of other servers that were worked on, by type (those not known here are other) and outcome."}, []string{"type", "outcome"}),
	}
	m.registry.MustRegister(m.requests, m.jobs, m.weak, m.received, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// weakSignature counts a request that is signed with less than it should be.
func (m *metrics) weakSignature(taken bool) {
	m.weak.WithLabelValues(strconv.FormatBool(taken)).Inc()
}

// activityReceived counts an activity of another server.
func (m *metrics) activityReceived(kind, outcome string) {
	m.received.WithLabelValues(kind, outcome).Inc()
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// measured counts the requests of a door and how long they took.
func (i *instance) measured(door string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		started, watched := i.now(), &statusWriter{ResponseWriter: w, status: http.StatusOK}
		i.sheltered(next).ServeHTTP(watched, r)
		class := strconv.Itoa(watched.status/100) + "xx"
		i.metrics.requests.WithLabelValues(door, class).Observe(i.now().Sub(started).Seconds())
	})
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers and passes on.
func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
