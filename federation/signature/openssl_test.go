package signature

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"consilium/storage/storagetest"
)

// openssl runs the command line tool: an implementation that shares nothing
// with ours, neither in code nor in language.
func openssl(t *testing.T, args ...string) []byte {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "openssl", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("openssl %s: %v: %s", args[0], err, out)
	}
	return out
}

func keep(t *testing.T, dir, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func keyFiles(t *testing.T, dir string, key crypto.Signer) (private, public string) {
	t.Helper()
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	open, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		t.Fatal(err)
	}
	private = keep(t, dir, "private.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}))
	public = keep(t, dir, "public.pem", pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: open}))
	return private, public
}

// R-SIG-C: a signature made by openssl over a signing string written by hand verifies.
func TestVerifyWhatOpenSSLSigned(t *testing.T) {
	storagetest.Need(t, "openssl")
	dir := t.TempDir()
	private, _ := keyFiles(t, dir, rsaKey())
	digest := base64.StdEncoding.EncodeToString(openssl(t, "dgst", "-sha256", "-binary", keep(t, dir, "body", []byte(note))))
	text := "(request-target): post /inbox\nhost: b.example\ndate: Sat, 21 Nov 2026 12:00:00 GMT\ndigest: SHA-256=" + digest
	signed := openssl(t, "dgst", "-sha256", "-sign", private, keep(t, dir, "text", []byte(text)))

	r := arrive(post(t, "https://b.example/inbox"))
	r.Header.Set("Date", "Sat, 21 Nov 2026 12:00:00 GMT")
	r.Header.Set("Digest", "SHA-256="+digest)
	r.Header.Set("Signature", `keyId="k",algorithm="rsa-sha256",headers="(request-target) host date digest",signature="`+base64.StdEncoding.EncodeToString(signed)+`"`)
	if err := accept(bob(), r, note, rsaKey().Public()); err != nil {
		t.Error(err)
	}
}

// R-SIG-O, R-9421-3: openssl verifies what we sign, over the text another server
// would build.
func TestOpenSSLVerifiesWhatWeSign(t *testing.T) {
	storagetest.Need(t, "openssl")
	digest := contentDigest([]byte(note))
	cavage := "host: b.example\ndate: Sat, 21 Nov 2026 12:00:00 GMT\ndigest: SHA-256=" + strings.Trim(strings.TrimPrefix(digest, "sha-256="), ":") +
		"\ncontent-type: application/activity+json\n(request-target): post /in%62ox?x=1"
	modern := "\"@method\": POST\n\"@target-uri\": https://b.example/in%62ox?x=1\n\"content-type\": application/activity+json\n\"content-digest\": " + digest +
		"\n\"@query\": ?x=1\n\"@signature-params\": (\"@method\" \"@target-uri\" \"content-type\" \"content-digest\" \"@query\");created=1795262400;keyid=\"k\";alg=\"%\""
	for _, test := range []struct {
		name, text string
		scheme     Scheme
		key        crypto.Signer
		verify     []string
	}{
		{"cavage RSA", cavage, Cavage, rsaKey(), []string{"dgst", "-sha256", "-verify", "public.pem", "-signature", "signature", "text"}},
		{"cavage Ed25519", cavage, Cavage, edKey(), []string{"pkeyutl", "-verify", "-pubin", "-inkey", "public.pem", "-rawin", "-in", "text", "-sigfile", "signature"}},
		{"RFC 9421 RSA", strings.Replace(modern, `"%"`, `"rsa-v1_5-sha256"`, 1), RFC9421, rsaKey(), []string{"dgst", "-sha256", "-verify", "public.pem", "-signature", "signature", "text"}},
		{"RFC 9421 Ed25519", strings.Replace(modern, `"%"`, `"ed25519"`, 1), RFC9421, edKey(), []string{"pkeyutl", "-verify", "-pubin", "-inkey", "public.pem", "-rawin", "-in", "text", "-sigfile", "signature"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			keyFiles(t, dir, test.key)
			r := post(t, "https://b.example/in%62ox?x=1")
			if err := (Signer{KeyID: "k", Key: test.key, Now: at(noon)}).Sign(test.scheme, r, []byte(note)); err != nil {
				t.Fatal(err)
			}
			keep(t, dir, "text", []byte(test.text))
			keep(t, dir, "signature", signatureOf(t, r.Header.Get("Signature")))
			command := exec.CommandContext(t.Context(), "openssl", test.verify...)
			command.Dir = dir
			if out, err := command.CombinedOutput(); err != nil || !bytes.Contains(bytes.ToLower(out), []byte("verified")) {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

// signatureOf finds the base64 at the end of a Signature header of either
// scheme.
func signatureOf(t *testing.T, header string) []byte {
	t.Helper()
	text := strings.TrimRight(header, `":`)
	text = text[strings.LastIndexAny(text, `":`)+1:]
	signed, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}
