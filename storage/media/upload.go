package media

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"consilium/community"
	"consilium/storage"
)

// processTime bounds how long a job makes media of what was sent; it is less than
// any job may take.
const processTime = 20 * time.Second

// thumbnailBytes bounds a small picture that somebody chose, in bytes.
const thumbnailBytes = 4 << 20

// Upload keeps a picture, video or sound for its owner, loose until a post takes it. It
// is ready when this returns. The description has at most community.MaxDescription
// characters. The error holds a *community.Invalid when it is nothing we take.
func (l *Library) Upload(ctx context.Context, owner community.ActorID, r io.Reader, description string) (community.Media, error) {
	m, err := described(owner, description)
	if err != nil {
		return community.Media{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, uploadTime)
	defer cancel()
	content := bufio.NewReaderSize(r, headSize)
	head, _ := content.Peek(headSize)
	if _, is := clipFormatOf(head); !is {
		return l.uploadPicture(ctx, content, m)
	}
	name, err := l.keepRaw(ctx, content)
	if err != nil {
		return community.Media{}, fmt.Errorf("upload clip: %w", err)
	}
	defer l.discard(ctx, community.Media{File: name})
	file, err := l.keeper.Open(ctx, name)
	if err != nil {
		return community.Media{}, fmt.Errorf("upload clip: %w", err)
	}
	defer file.Close()
	return l.keepClip(ctx, file, func(made community.Media) (community.Media, error) {
		made.Owner, made.Description = m.Owner, m.Description
		return l.store.AddMedia(ctx, made)
	})
}

func described(owner community.ActorID, description string) (community.Media, error) {
	description = strings.TrimSpace(community.CleanText(description))
	if utf8.RuneCountInString(description) > community.MaxDescription {
		return community.Media{}, &community.Invalid{Field: "description", Problem: community.Say("post.too_long", "limit", community.MaxDescription)}
	}
	return community.Media{Owner: owner, Description: description}, nil
}

// uploadPicture scrubs a picture and keeps it, loose.
func (l *Library) uploadPicture(ctx context.Context, r io.Reader, m community.Media) (community.Media, error) {
	p, err := l.scrubber.Scrub(ctx, r)
	if err != nil {
		return community.Media{}, fmt.Errorf("upload picture: %w", err)
	}
	return l.keep(ctx, p, func(made community.Media) (community.Media, error) {
		made.Owner, made.Description = m.Owner, m.Description
		return l.store.AddMedia(ctx, made)
	})
}

// Receive keeps what was sent and leaves it to a job to make media of it: what it gives
// is not Ready, unless it is a small picture, which is made at once. What certainly is
// nothing we take is refused at once.
func (l *Library) Receive(ctx context.Context, owner community.ActorID, r io.Reader) (community.Media, error) {
	ctx, cancel := context.WithTimeout(ctx, uploadTime)
	defer cancel()
	content := bufio.NewReaderSize(r, headSize)
	head, _ := content.Peek(headSize)
	if _, is := clipFormatOf(head); is {
		return l.receive(ctx, owner, content)
	}
	small, err := io.ReadAll(io.LimitReader(content, int64(l.limits.AtOnce)+1))
	if err != nil {
		return community.Media{}, fmt.Errorf("receive: %w", err)
	}
	if len(small) <= l.limits.AtOnce {
		return l.uploadPicture(ctx, bytes.NewReader(small), community.Media{Owner: owner})
	}
	if _, err := sniff(small); err != nil {
		return community.Media{}, fmt.Errorf("receive: %w", err)
	}
	return l.receive(ctx, owner, io.MultiReader(bytes.NewReader(small), content))
}

func (l *Library) receive(ctx context.Context, owner community.ActorID, r io.Reader) (community.Media, error) {
	name, err := l.keepRaw(ctx, r)
	if err != nil {
		return community.Media{}, fmt.Errorf("receive: %w", err)
	}
	mediaType, err := l.mayBecome(ctx, name)
	if err != nil {
		l.discard(ctx, community.Media{File: name})
		return community.Media{}, fmt.Errorf("receive: %w", err)
	}
	m, err := l.store.AddUpload(ctx, community.Media{Owner: owner, Type: mediaType}, name)
	if _, full := errors.AsType[*community.Invalid](err); full {
		l.discard(ctx, community.Media{File: name})
	}
	return m, err
}

// mayBecome walks a clip, or reads the head of a picture, so that most of what will not
// do is refused before it waits for anything. It tells the media type.
func (l *Library) mayBecome(ctx context.Context, name string) (string, error) {
	file, err := l.keeper.Open(ctx, name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	if l.isClip(file) {
		done, err := l.scrubber.enter(ctx)
		if err != nil {
			return "", err
		}
		defer done()
		clip, err := inspectClip(ctx, file, l.limits)
		return clip.Type, err
	}
	data, err := io.ReadAll(io.LimitReader(file, int64(l.limits.Bytes)+1))
	if err != nil {
		return "", err
	}
	f, err := inspect(data, l.limits)
	if err != nil {
		return "", err
	}
	return f.mediaType, nil
}

// isClip looks at the head of a file, and goes back to its beginning.
func (l *Library) isClip(file io.ReadSeeker) bool {
	head := make([]byte, headSize)
	n, _ := io.ReadFull(file, head)
	_, is := clipFormatOf(head[:n])
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return false
	}
	return is
}

// keepRaw writes what was sent to the keeper, under a name that is served to nobody and
// is waste within the hour unless somebody asks for more. Pictures are never longer
// than clips may be.
func (l *Library) keepRaw(ctx context.Context, r io.Reader) (string, error) {
	name := NewName(raw)
	if err := l.store.ExpectFiles(ctx, name); err != nil {
		return "", err
	}
	most := int64(max(l.limits.Bytes, l.limits.ClipBytes))
	counted := &counter{r: io.LimitReader(r, most+1)}
	err := l.keeper.Put(ctx, name, counted)
	if err == nil && counted.n > most {
		err = &Refusal{Reason: ClipTooLarge, Type: raw, Limit: int(most >> 20)}
	}
	if err != nil {
		l.discard(ctx, community.Media{File: name})
	}
	return name, err
}

type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

// keepClip writes a clip anew and has its row written by record.
func (l *Library) keepClip(ctx context.Context, file io.ReadSeeker, record func(community.Media) (community.Media, error)) (community.Media, error) {
	done, err := l.scrubber.enter(ctx)
	if err != nil {
		return community.Media{}, fmt.Errorf("keep clip: %w", err)
	}
	defer done()
	clip, err := inspectClip(ctx, file, l.limits)
	if err != nil {
		return community.Media{}, fmt.Errorf("keep clip: %w", err)
	}
	m := community.Media{File: NewName(clip.Type), Type: clip.Type, Width: clip.Width, Height: clip.Height, Duration: clip.Duration}
	if err := l.store.ExpectFiles(ctx, m.File); err != nil {
		return community.Media{}, fmt.Errorf("keep clip: %w", err)
	}
	if err := l.keeper.Put(ctx, m.File, clip.reader(ctx, file)); err != nil {
		l.discard(ctx, m)
		return community.Media{}, fmt.Errorf("keep clip: %w", err)
	}
	recorded, err := record(m)
	if _, full := errors.AsType[*community.Invalid](err); full {
		l.discard(ctx, m)
	}
	if err != nil {
		return community.Media{}, fmt.Errorf("keep clip: %w", err) // its file is waste within the hour
	}
	return recorded, nil
}

// Process is the handler for storage.KindMedia: it makes media of what was sent. It may
// run twice, and begin again where a process died.
func (l *Library) Process(ctx context.Context, job storage.Job) error {
	id, err := community.ParseID[community.MediaID](job.Payload)
	if err != nil {
		return &storage.Never{Err: fmt.Errorf("read job: %w", err)}
	}
	u, err := l.store.Upload(ctx, id)
	if errors.Is(err, community.ErrNotFound) || err == nil && u.Failed != nil {
		return nil
	}
	if err != nil {
		return err
	}
	limited, cancel := context.WithTimeoutCause(ctx, processTime, &Refusal{Reason: Slow})
	defer cancel()
	err = l.process(limited, u)
	if refusal, is := errors.AsType[*Refusal](err); is {
		l.log.Info("what was sent is not taken", "media", community.FormatID(id), "reason", string(refusal.Reason))
		return gone(l.store.FailUpload(ctx, id, refusal.Problem()))
	}
	return gone(err)
}

// gone is err, but nothing where a picture was made or removed meanwhile.
func gone(err error) error {
	if errors.Is(err, community.ErrNotFound) {
		return nil
	}
	return err
}

func (l *Library) process(ctx context.Context, u storage.Upload) error {
	file, err := l.keeper.Open(ctx, u.Raw)
	if errors.Is(err, community.ErrNotFound) { // too late: it was kept for a day
		return &Refusal{Reason: Damaged, Type: raw}
	}
	if err != nil {
		return err
	}
	defer file.Close()
	record := func(m community.Media) (community.Media, error) { return l.store.FinishUpload(ctx, u.Media, m) }
	if l.isClip(file) {
		_, err = l.keepClip(ctx, file, record)
		return err
	}
	p, err := l.scrubber.Scrub(ctx, file)
	if err == nil {
		_, err = l.keep(ctx, p, record)
	}
	return err
}

// SetThumbnail scrubs a small picture that stands for m, which is owner's and loose.
// Errors are those of Upload, and community.ErrNotFound.
func (l *Library) SetThumbnail(ctx context.Context, m community.Media, r io.Reader) (community.Media, error) {
	ctx, cancel := context.WithTimeout(ctx, uploadTime)
	defer cancel()
	limited := Scrubber{limits: l.limits, places: l.scrubber.places}
	limited.limits.Bytes = min(limited.limits.Bytes, thumbnailBytes)
	p, err := limited.Emblem(ctx, r)
	if err != nil {
		return community.Media{}, fmt.Errorf("set thumbnail: %w", err)
	}
	fresh := m
	fresh.Small, fresh.SmallWidth, fresh.SmallHeight, fresh.Blurhash = NewName(p.Type), p.Small.Width, p.Small.Height, p.Blurhash
	if err := l.store.ExpectFiles(ctx, fresh.Small); err != nil {
		return community.Media{}, fmt.Errorf("set thumbnail: %w", err)
	}
	if err := l.keeper.Put(ctx, fresh.Small, bytes.NewReader(p.Small.Bytes)); err != nil {
		l.discard(ctx, community.Media{File: fresh.Small})
		return community.Media{}, fmt.Errorf("set thumbnail: %w", err)
	}
	return l.store.SetThumbnail(ctx, m.Owner, fresh)
}

// Emblem is Scrub for a picture that stands for something else: it does not move.
func (s *Scrubber) Emblem(ctx context.Context, r io.Reader) (Picture, error) {
	return s.make(ctx, r, func(ctx context.Context, f *file) (Picture, error) {
		f.frames = 0
		return scrub(ctx, f)
	})
}
