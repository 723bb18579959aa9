package storage

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"consilium/community"
)

// The names of settings.
const (
	settingAddress  = "address"
	settingInstance = "instance"
)

func (t *tx) setting(ctx context.Context, name string) (string, error) {
	var value string
	err := one(ctx, t, &value, `SELECT value FROM setting WHERE name = ?`, name)
	if errors.Is(err, community.ErrNotFound) {
		return "", nil
	}
	return value, err
}

func (t *tx) set(ctx context.Context, name, value string) error {
	_, err := t.do(ctx, `INSERT INTO setting (name, value) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	return err
}

// freezeAddress records address and account domain at the first start. Every
// identifier we ever gave holds them, so a start with others stops.
func (s *Store) freezeAddress(ctx context.Context) error {
	ours := s.base + " " + s.domain
	return s.update(ctx, "check address", func(t *tx) error {
		have, err := t.setting(ctx, settingAddress)
		if err != nil || have == ours {
			return err
		}
		if have != "" {
			return fmt.Errorf("this database belongs to %q (server.url and server.account_domain): set them back, they cannot change", have)
		}
		return t.set(ctx, settingAddress, ours)
	})
}

// Instance is what the institution says about itself; before it was set up,
// the zero Instance.
func (s *Store) Instance(ctx context.Context) (community.Instance, error) {
	var text string
	err := one(ctx, s.r, &text, `SELECT value FROM setting WHERE name = ?`, settingInstance)
	if errors.Is(err, community.ErrNotFound) {
		return community.Instance{}, nil
	}
	if err != nil {
		return community.Instance{}, fmt.Errorf("read instance: %w", err)
	}
	var i community.Instance
	if err := json.Unmarshal([]byte(text), &i); err != nil {
		return i, fmt.Errorf("read instance: %w", err)
	}
	return i, nil
}

// SetInstance records what the institution says about itself.
func (s *Store) SetInstance(ctx context.Context, i community.Instance) error {
	return s.update(ctx, "set instance", func(t *tx) error { return t.setInstance(ctx, i) })
}

func (t *tx) setInstance(ctx context.Context, i community.Instance) error {
	if err := t.dateInstance(ctx, &i); err != nil {
		return err
	}
	text, err := json.Marshal(i)
	if err != nil {
		return fmt.Errorf("encode instance: %w", err)
	}
	return t.set(ctx, settingInstance, string(text))
}

// dateInstance notes when the texts of the institution were changed.
func (t *tx) dateInstance(ctx context.Context, i *community.Instance) error {
	var old community.Instance
	have, err := t.setting(ctx, settingInstance)
	if err != nil {
		return err
	}
	if have != "" && json.Unmarshal([]byte(have), &old) != nil {
		old = community.Instance{} // what cannot be read is replaced
	}
	i.Changed, i.PrivacyChanged, i.TermsChanged = old.Changed, old.PrivacyChanged, old.TermsChanged
	for _, text := range []struct {
		before, after string
		changed       *time.Time
	}{{old.Description, i.Description, &i.Changed}, {old.Privacy, i.Privacy, &i.PrivacyChanged}, {old.Terms, i.Terms, &i.TermsChanged}} {
		if text.before != text.after {
			*text.changed = t.now
		}
	}
	return nil
}
