package mastodon

import (
	"context"
	"errors"
	"net/http"

	"consilium/community"
)

// toOwnPost does something with the member's own post that {id} names, and answers with
// it. What is not for everybody is not shown first on a profile.
func (s *API) toOwnPost(do func(ctx context.Context, me community.Actor, p community.Post) error) answer {
	return func(c *call) (any, error) {
		p, err := s.ownPost(c)
		if err != nil {
			return nil, err
		}
		err = do(c.Context(), c.me(), p)
		if errors.Is(err, community.ErrForbidden) {
			err = refuse(http.StatusUnprocessableEntity, "api.not_pinned")
		}
		if err != nil {
			return nil, err
		}
		return s.again(c, p)
	}
}
