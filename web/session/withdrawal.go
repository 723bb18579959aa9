package session

import (
	"context"
	"net/http"
	"time"
)

// withdrawalsPerAddress bounds the codes tried from one address. A code has 95 random
// bits; this is for the server, not for the code.
var withdrawalsPerAddress = quota{20, 10 * time.Minute}

// SlowWithdrawal counts a code that somebody entered, before it is looked up. It
// returns the *community.Invalid session.throttled when it was one too many.
func (s *Sessions) SlowWithdrawal(ctx context.Context, r *http.Request) error {
	return s.attempt(ctx, "withdraw/from/"+AddressKey(ClientAddress(r, s.TrustedProxies)), withdrawalsPerAddress)
}
