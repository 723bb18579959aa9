package signature

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// The shared vectors verify, and the texts we would sign are theirs, byte for
// byte (R-SIG-C, R-9421-1). With one byte of the body or one of the path changed
// they do not.
func TestVectors(t *testing.T) {
	file := loadVectors(t)
	if len(file.Vectors) != 7 {
		t.Fatalf("%d vectors", len(file.Vectors))
	}
	for _, vector := range file.Vectors {
		t.Run(vector.Name, func(t *testing.T) {
			var key any = file.rsaPublic(t)
			if strings.Contains(vector.Headers["Signature-Input"], `alg="ed25519"`) {
				key = file.edPrivate(t).Public()
			}
			if err := accept(bob(), vector.request(), vector.Body, key); err != nil {
				t.Errorf("refused: %v", err)
			}
			if got := basesOf(t, vector); !strings.Contains(got, "\x00"+vector.SigningString+vector.SignatureBase+"\x00") {
				t.Errorf("bases %q", got)
			}
			moved := vector
			moved.URL = strings.Replace(vector.URL, "/bob", "/bop", 1)
			if err := accept(bob(), moved.request(), vector.Body, key); !errors.Is(err, ErrInvalid) {
				t.Errorf("other path: %v", err)
			}
			if vector.Body == "" {
				return
			}
			if err := accept(bob(), vector.request(), vector.Body+" ", key); !errors.Is(err, ErrDigest) {
				t.Errorf("other body: %v", err)
			}
		})
	}
}

// basesOf joins the texts which may be signed, each between two NULs.
func basesOf(t *testing.T, v vector) string {
	t.Helper()
	claims, err := Parse(v.request())
	if err != nil {
		t.Fatal(err)
	}
	bases, err := bob().examine(v.request(), []byte(v.Body), claims[0])
	if err != nil {
		t.Fatal(err)
	}
	return "\x00" + strings.Join(bases, "\x00") + "\x00"
}

const rfcKey = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=
-----END PUBLIC KEY-----`

// rfcRSA is test-key-rsa of RFC 9421 B.1.1.
const rfcRSA = `-----BEGIN RSA PUBLIC KEY-----
MIIBCgKCAQEAhAKYdtoeoy8zcAcR874L8cnZxKzAGwd7v36APp7Pv6Q2jdsPBRrw
WEBnez6d0UDKDwGbc6nxfEXAy5mbhgajzrw3MOEt8uA5txSKobBpKDeBLOsdJKFq
MGmXCQvEG7YemcxDTRPxAleIAgYYRjTSd/QBwVW9OwNFhekro3RtlinV0a75jfZg
kne/YiktSvLG34lw2zqXBDTC5NHROUqGTlML4PlNZS5Ri2U4aCNx2rUPRcKIlE0P
uKxI4T+HIaFpv8+rdV6eUgOrB2xeI1dSFFn/nnv5OoZJEIB+VmuKn3DCUcCZSFlQ
PSXSfBDiUGhwOw76WuSSsf1D4b/vLoJ10wIDAQAB
-----END RSA PUBLIC KEY-----`

// R-9421-1: the signatures printed in RFC 9421 with our algorithms; all others there
// are of keys we do not take. They cover less than we ask (no @query,
// no content-digest), so Parse refuses them; the signature itself must verify.
func TestPrintedInRFC9421(t *testing.T) {
	tests := []struct {
		name, label, input, signature string
		request                       *http.Request
		base                          string
		key                           any
	}{
		{
			name:      "B.2.6",
			label:     "sig-b26",
			input:     `("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"`,
			signature: ":wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
			request:   printed("POST", "http://example.com/foo?param=Value&Pet=dog", "Date: Tue, 20 Apr 2021 02:07:55 GMT", "Content-Type: application/json", "Content-Length: 18"),
			base: "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\"@method\": POST\n\"@path\": /foo\n\"@authority\": example.com\n" +
				"\"content-type\": application/json\n\"content-length\": 18\n\"@signature-params\": ",
			key: parsePublic(t, rfcKey),
		},
		{
			name:  "4.3",
			label: "proxy_sig",
			input: `("@method" "@authority" "@path" "content-digest" "content-type" "content-length" "forwarded");created=1618884480;keyid="test-key-rsa";alg="rsa-v1_5-sha256";expires=1618884540`,
			signature: ":S6ZzPXSdAMOPjN/6KXfXWNO/f7V6cHm7BXYUh3YD/fRad4BCaRZxP+JH+8XY1I6+8Cy+CM5g92iHgxtRPz+MjniOaYmdkDcnL9cCpXJleXsOckpURl49G" +
				"wiyUpZ10KHgOEe11sx3G2gxI8S0jnxQB+Pu68U9vVcasqOWAEObtNKKZd8tSFu7LB5YAv0RAGhB8tmpv7sFnIm9y+7X5kXQfi8NMaZaA8i2ZHwpBdg7a6CMfwnnrtf" +
				"lzvZdXAsD3LH2TwevU+/PBPv0B6NMNk93wUs/vfJvye+YuI87HU38lZHowtznbLVdp770I6VHR6WfgS9ddzirrswsE1w5o0LV/g==:",
			request: printed("POST", "http://origin.host.internal.example/foo?param=Value&Pet=dog", "Content-Type: application/json", "Content-Length: 18",
				"Content-Digest: sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
				"Forwarded: for=192.0.2.123;host=example.com;proto=https"),
			base: "\"@method\": POST\n\"@authority\": origin.host.internal.example\n\"@path\": /foo\n" +
				"\"content-digest\": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:\n" +
				"\"content-type\": application/json\n\"content-length\": 18\n\"forwarded\": for=192.0.2.123;host=example.com;proto=https\n\"@signature-params\": ",
			key: parsePKCS1(t, rfcRSA),
		},
		{
			name:      "B.4",
			label:     "transform",
			input:     `("@method" "@path" "@authority" "accept");created=1618884473;keyid="test-key-ed25519"`,
			signature: ":ZT1kooQsEHpZ0I1IjCqtQppOmIqlJPeo7DHR3SoMn0s5JZ1eRGS0A+vyYP9t/LXlh5QMFFQ6cpLt2m0pmj3NDA==:",
			request:   printed("GET", "http://example.org/demo?name1=Value1&Name2=value2", "Accept: application/json", "Accept: */*"),
			base:      "\"@method\": GET\n\"@path\": /demo\n\"@authority\": example.org\n\"accept\": application/json, */*\n\"@signature-params\": ",
			key:       parsePublic(t, rfcKey),
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.request.Header.Set("Signature-Input", test.label+"="+test.input)
			test.request.Header.Set("Signature", test.label+"="+test.signature)
			if _, err := Parse(test.request); !errors.Is(err, ErrWeak) {
				t.Errorf("Parse: %v", err)
			}
			inputs, err := dictionary([]string{test.label + "=" + test.input})
			if err != nil {
				t.Fatal(err)
			}
			signatures, err := dictionary([]string{test.label + "=" + test.signature})
			if err != nil {
				t.Fatal(err)
			}
			claim, err := labelled(test.label, inputs, signatures)
			if err != nil {
				t.Fatal(err)
			}
			m, err := received(test.request, "https://"+test.request.Host)
			if err != nil {
				t.Fatal(err)
			}
			base, err := rfc9421Base(m, claim.components, claim.params)
			if err != nil || base != test.base+test.input {
				t.Errorf("base %q, %v", base, err)
			}
			if err := claim.confirm(test.key, []string{base}); err != nil {
				t.Error(err)
			}
			if err := claim.confirm(test.key, []string{base + " "}); !errors.Is(err, ErrInvalid) {
				t.Errorf("changed base: %v", err)
			}
		})
	}
}

func parsePKCS1(t *testing.T, text string) *rsa.PublicKey {
	t.Helper()
	block, _ := pem.Decode([]byte(text))
	key, err := x509.ParsePKCS1PublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// printed is a request as the RFC prints it.
func printed(method, target string, lines ...string) *http.Request {
	r := httptest.NewRequest(method, target, nil)
	for _, line := range lines {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	return r
}
