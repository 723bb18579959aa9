package community

import "hash/fnv"

// MaxFollowedTags is how many hashtags a member may follow.
const MaxFollowedTags = 500

// TagNumber is the number by which the client API names a hashtag, written as
// NormalizeTag does, where it asks for numbers: always the same, and never 0.
func TagNumber(tag string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(tag)) // never fails (hash.Hash)
	return int64(h.Sum64()>>1 | 1)
}
