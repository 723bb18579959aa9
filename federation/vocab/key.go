package vocab

import "time"

// maxKeys is how many keys of one actor are read (R-KEY-1).
const maxKeys = 10

// Key is a public key as published: a publicKey with PEM, or a Multikey. One
// that is only mentioned has an ID and nothing else, and must be fetched.
type Key struct {
	ID        string
	Owner     string // owner or controller; who owns it is not proven by this
	PEM       string // publicKeyPem, "" for a Multikey
	Multibase string // publicKeyMultibase (FEP-521a)
	Expires   time.Time
	Revoked   time.Time
}

// Keys reads the keys in a document fetched for a key id, be it an actor with
// its keys embedded, a stub of one, or a key that stands alone (R-KEY-1).
// A publicKey may be one or an array.
func (n *Node) Keys() []Key {
	var keys []Key
	if n.Text("publicKeyPem") != "" || n.Text("publicKeyMultibase") != "" {
		keys = append(keys, n.key())
	}
	for _, member := range []string{"publicKey", "assertionMethod"} {
		for _, reference := range n.references(member) {
			if reference.Node != nil {
				keys = append(keys, reference.Node.key())
				continue
			}
			keys = append(keys, Key{ID: reference.ID})
		}
	}
	return first(keys, maxKeys)
}

func (n *Node) key() Key {
	owner := n.IRI("owner")
	if owner == "" {
		owner = n.IRI("controller")
	}
	return Key{
		ID:        n.ID(),
		Owner:     owner,
		PEM:       n.Text("publicKeyPem"),
		Multibase: n.Text("publicKeyMultibase"),
		Expires:   n.Time("expires"),
		Revoked:   n.Time("revoked"),
	}
}

type pemWire struct {
	ID    string `json:"id"`
	Owner string `json:"owner"`
	PEM   string `json:"publicKeyPem"`
}

type multikeyWire struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	Controller string `json:"controller"`
	Multibase  string `json:"publicKeyMultibase"`
}

// wireKeys writes the one PEM key as an object, never an array, which many
// peers cannot read, and all Multikeys as an array (R-KEY-2).
func wireKeys(keys []Key) (*pemWire, []multikeyWire, error) {
	var pem *pemWire
	var multikeys []multikeyWire
	for _, k := range keys {
		switch {
		case k.Multibase != "":
			multikeys = append(multikeys, multikeyWire{k.ID, "Multikey", k.Owner, k.Multibase})
		case k.PEM == "" || pem != nil:
			return nil, nil, incomplete("actor", "publicKey")
		default:
			pem = &pemWire{k.ID, k.Owner, k.PEM}
		}
	}
	return pem, multikeys, nil
}
