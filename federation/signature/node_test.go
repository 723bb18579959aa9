package signature

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"

	"consilium/storage/storagetest"
)

// nodeJob is a request for testdata/node.mjs to sign or to verify.
type nodeJob struct {
	Scheme  string            `json:"scheme"`
	Method  string            `json:"method"`
	URL     string            `json:"url"`
	Body    string            `json:"body"`
	Date    string            `json:"date"`
	Created int64             `json:"created"`
	KeyID   string            `json:"keyId"`
	Key     string            `json:"key"`
	Loose   bool              `json:"loose,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`
}

type nodeAnswer struct {
	Signed   []map[string]string `json:"signed"`
	Verified []bool              `json:"verified"`
}

func askNode(t *testing.T, jobs map[string][]nodeJob) nodeAnswer {
	t.Helper()
	text, err := json.Marshal(jobs)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), storagetest.Need(t, "node"), "testdata/node.mjs")
	command.Stdin = bytes.NewReader(text)
	var problem bytes.Buffer
	command.Stderr = &problem
	out, err := command.Output()
	if err != nil {
		t.Fatalf("node: %v: %s", err, problem.String())
	}
	var answer nodeAnswer
	if err := json.Unmarshal(out, &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func pemFor(t *testing.T, key crypto.Signer) (private, public string) {
	t.Helper()
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	open, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})),
		string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: open}))
}

// R-SIG-C, R-9421-1: requests signed by Node's crypto, in both schemes and with both
// kinds of keys, verify; with another body or at another address they do not.
func TestVerifyWhatNodeSigned(t *testing.T) {
	var jobs []nodeJob
	var keys []crypto.Signer
	for _, key := range []crypto.Signer{rsaKey(), edKey()} {
		private, _ := pemFor(t, key)
		for _, scheme := range []string{"cavage", "rfc9421"} {
			for _, target := range []string{"POST https://b.example/users/bob/inbox", "GET https://b.example/users/bob/followers?page=1&x=%20a"} {
				method, address, _ := strings.Cut(target, " ")
				job := nodeJob{Scheme: scheme, Method: method, URL: address, Date: date(0), Created: noon.Unix(), KeyID: aliceKey, Key: private}
				if method == http.MethodPost {
					job.Body = note
				}
				jobs, keys = append(jobs, job), append(keys, key)
				if scheme == "rfc9421" {
					job.Loose = true
					jobs, keys = append(jobs, job), append(keys, key)
				}
			}
		}
	}
	for i, headers := range askNode(t, map[string][]nodeJob{"sign": jobs}).Signed {
		job, key := jobs[i], keys[i].Public()
		name := fmt.Sprint(job.Scheme, " ", job.Method, " ", job.Loose)
		if err := accept(bob(), job.arrived(headers, job.URL), job.Body, key); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := accept(bob(), job.arrived(headers, job.URL+"x"), job.Body, key); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s at another address: %v", name, err)
		}
		if err := accept(bob(), job.arrived(headers, job.URL), job.Body+" ", key); err == nil {
			t.Errorf("%s with another body was taken", name)
		}
	}
}

// arrived is the request as it comes in.
func (j nodeJob) arrived(headers map[string]string, address string) *http.Request {
	r := httptest.NewRequest(j.Method, address, strings.NewReader(j.Body))
	for name, value := range headers {
		if name != "host" {
			r.Header.Set(name, value)
		}
	}
	return r
}

// R-SIG-O, R-9421-3: Node verifies what we sign, over a text it builds itself, and
// nothing else.
func TestNodeVerifiesWhatWeSign(t *testing.T) {
	var jobs []nodeJob
	for _, key := range []crypto.Signer{rsaKey(), edKey()} {
		_, public := pemFor(t, key)
		for _, scheme := range []Scheme{Cavage, RFC9421} {
			for _, r := range []*http.Request{post(t, "https://b.example/in%62ox?x=1"), get(t, "https://b.example/users/bob")} {
				body := ""
				if r.Method == http.MethodPost {
					body = note
				}
				if err := (Signer{KeyID: "k", Key: key, Now: at(noon)}).Sign(scheme, r, []byte(body)); err != nil {
					t.Fatal(err)
				}
				job := nodeJob{Method: r.Method, URL: r.URL.String(), Body: body, Key: public, Headers: map[string]string{"host": "b.example"}}
				for name := range r.Header {
					job.Headers[name] = r.Header.Get(name)
				}
				other := job
				other.URL += "0"
				jobs = append(jobs, job, other)
			}
		}
	}
	for i, right := range askNode(t, map[string][]nodeJob{"verify": jobs}).Verified {
		if right != (i%2 == 0) {
			t.Errorf("%s %s: %v, %v", jobs[i].Method, jobs[i].URL, right, jobs[i].Headers)
		}
	}
}
