package main

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// look is how somebody uses a page.
type look struct {
	// width of the window in CSS pixels.
	width int64
	// scriptless switches JavaScript off, keys leaves the mouse alone.
	scriptless, keys bool
	// language is what the browser asks for.
	language string
	// plain leaves axe out where another test has looked at the same pages.
	plain bool
	// scale is how many device pixels a CSS pixel has; 0 is 1. 200 % zoom is
	// half the width at twice the scale.
	scale float64
}

// desktop and phone are the two windows most people have.
var desktop, phone = look{width: 1280}, look{width: 390}

// tab is one window of a browser of its own, with its own cookies, that looks
// at an instance. What goes wrong on its pages fails the test.
type tab struct {
	*testing.T
	look
	at     *instance
	ctx    context.Context
	status int64

	axeCore   string
	inspected map[string]bool
	// wrong is told what is wrong with a page.
	wrong func(format string, args ...any)

	mu        sync.Mutex
	faults    []string
	documents map[network.RequestID]bool
	requests  []string // kinds of what the last page asked for
	bytes     float64  // what came in for it
	dialogs   []string
}

// visit opens a tab nobody is signed in with.
func (w *town) visit(at *instance, how look) *tab {
	w.Helper()
	b := &tab{T: w.T, look: how, at: at, axeCore: w.axeCore, documents: map[network.RequestID]bool{}, inspected: map[string]bool{}, wrong: w.Errorf}
	dialogs := make(chan *page.EventJavascriptDialogOpening, 8)
	ctx, closeTab := chromedp.NewContext(w.chromium, chromedp.WithNewBrowserContext(),
		chromedp.WithListener(func(event any) { b.hear(event, dialogs) }))
	b.ctx = ctx
	if err := chromedp.Do(ctx); err != nil {
		w.Fatal("open a tab:", err)
	}
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		b.answerDialogs(dialogs)
	}()
	w.Cleanup(func() {
		b.blame()
		closeTab()
		<-answered
	})
	b.setUp()
	return b
}

func (b *tab) setUp() {
	b.Helper()
	b.resize(b.width)
	b.light()
	if b.scriptless {
		b.must(ask(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	}
	if b.language != "" {
		b.must(ask(b, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": b.language}}))
	}
}

// ask sends a command of the protocol to the tab.
func ask[P, R any](b *tab, command cdp.Command[P, R], params P) (R, error) {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Call(ctx, command, params)
}

func (b *tab) must(_ any, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// evaluate runs an expression in the page; that also works where scripts of
// the page are off.
func evaluate[T any](b *tab, expression string) T {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
	return v
}

// hear notes what should not happen on any page.
func (b *tab) hear(event any, dialogs chan<- *page.EventJavascriptDialogOpening) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if e.Type == network.ResourceTypeDocument {
			b.documents[e.RequestID] = true
			b.requests, b.bytes = nil, 0
		}
		b.requests = append(b.requests, string(e.Type))
		if !local(e.Request.URL) {
			b.faults = append(b.faults, "asked for "+e.Request.URL)
		}
	case *network.EventLoadingFinished:
		b.bytes += e.EncodedDataLength
	case *cdplog.EventEntryAdded:
		// A page that is answered with 404 or 422 is in the log as well.
		expected := e.Entry.Source == cdplog.EntrySourceNetwork && b.documents[e.Entry.NetworkRequestID]
		if !expected && e.Entry.Level != cdplog.EntryLevelVerbose && e.Entry.Level != cdplog.EntryLevelInfo {
			b.faults = append(b.faults, fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *runtime.EventExceptionThrown:
		b.faults = append(b.faults, "exception: "+e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		b.faults = append(b.faults, fmt.Sprintf("console.%s", e.Type))
	case *page.EventJavascriptDialogOpening:
		b.dialogs = append(b.dialogs, e.Message)
		dialogs <- e
	}
}

// answerDialogs says yes to every question until the tab closes.
func (b *tab) answerDialogs(dialogs <-chan *page.EventJavascriptDialogOpening) {
	for {
		select {
		case <-b.ctx.Done():
			return
		case <-dialogs:
			_, err := chromedp.Call(b.ctx, page.HandleJavaScriptDialog, page.HandleJavaScriptDialogParams{Accept: true})
			if err != nil && b.ctx.Err() == nil {
				b.Error("answer a dialog:", err)
			}
		}
	}
}

// blame fails the test for what was noted.
func (b *tab) blame() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, fault := range slices.Compact(b.faults) {
		b.wrong("%s", fault)
	}
	b.faults = nil
}

func (b *tab) resize(width int64) {
	b.Helper()
	b.must(ask(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: width, Height: 860, DeviceScaleFactor: max(b.scale, 1), Mobile: width < 500}))
}

// open goes to a path of the instance and expects a page.
func (b *tab) open(path string) *tab {
	b.Helper()
	b.loads("open "+path, chromedp.Navigate(b.at.store.Base()+path))
	return b
}

// loads does what loads another page, and looks at that page.
func (b *tab) loads(what string, act chromedp.Action[chromedp.Void]) {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	response, err := chromedp.RunResponse(ctx, act)
	if err != nil {
		b.Fatalf("%s on %s: %v\n%s\nnot valid: %q", what, b.path(), err, b.words(),
			evaluate[[]string](b, `[...document.querySelectorAll("form :invalid")].map((e) => e.outerHTML.slice(0, 200))`))
	}
	b.status = response.Status
	b.inspect()
	b.blame()
}

// path is where the tab is.
func (b *tab) path() string {
	return evaluate[string](b, `location.pathname + location.search`)
}

// words are what is to be read on the page.
func (b *tab) words() string {
	return strings.Join(strings.Fields(evaluate[string](b, `document.body.innerText`)), " ")
}

// has expects texts on the page.
func (b *tab) has(texts ...string) *tab {
	b.Helper()
	words := b.words()
	for _, text := range texts {
		if !strings.Contains(words, text) {
			b.Errorf("%s does not say %q: %s", b.path(), text, words)
		}
	}
	return b
}

// hasNot expects that none of the texts is on the page.
func (b *tab) hasNot(texts ...string) *tab {
	b.Helper()
	words := b.words()
	for _, text := range texts {
		if strings.Contains(words, text) {
			b.Errorf("%s says %q: %s", b.path(), text, words)
		}
	}
	return b
}

// until loads a page again and again until it says a text: what comes from
// another server is here a moment later.
func (b *tab) until(path, text string) *tab {
	b.Helper()
	for end := time.Now().Add(patience); ; {
		ctx, cancel := context.WithTimeout(b.ctx, patience)
		err := chromedp.Do(ctx, chromedp.Navigate(b.at.store.Base()+path))
		cancel()
		if err != nil {
			b.Fatal(err)
		}
		if strings.Contains(b.words(), text) {
			b.inspect()
			return b
		}
		if time.Now().After(end) {
			b.Fatalf("%s never said %q: %s", path, text, b.words())
		}
	}
}

// thing is something on the page as assistive technology knows it.
type thing struct {
	role, name string
	node       cdp.BackendNodeID
	focusable  bool
}

// things are all that can be operated or read, in the order of the page.
func (b *tab) things() []thing {
	b.Helper()
	tree, err := ask(b, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		b.Fatal(err)
	}
	var all []thing
	for _, n := range tree.Nodes {
		if !n.Ignored {
			all = append(all, thing{said(n.Role), said(n.Name), n.BackendDOMNodeID, focusable(n)})
		}
	}
	return all
}

func focusable(n *accessibility.Node) bool {
	return slices.ContainsFunc(n.Properties, func(p *accessibility.Property) bool {
		return p.Name == accessibility.PropertyNameFocusable && string(p.Value.Value) == "true"
	})
}

func said(v *accessibility.Value) string {
	var text string
	if v == nil || json.Unmarshal(v.Value, &text) != nil {
		return ""
	}
	return text
}

// find gives the first thing of a role whose name is, or else begins with, the
// name.
func (b *tab) find(role, name string) thing {
	b.Helper()
	all := b.things()
	for _, same := range []func(string) bool{
		func(n string) bool { return n == name },
		func(n string) bool { return strings.HasPrefix(n, name) },
	} {
		for _, t := range all {
			if t.role == role && same(t.name) {
				return t
			}
		}
	}
	var names []string
	for _, t := range all {
		if t.role == role {
			names = append(names, t.name)
		}
	}
	b.Fatalf("%s has no %s %q, but %q: %s", b.path(), role, name, names, b.words())
	return thing{}
}

// on calls a function with a thing as this.
func on[T any](b *tab, t thing, function string, args ...any) T {
	b.Helper()
	node, err := ask(b, dom.ResolveNode, dom.ResolveNodeParams{BackendNodeID: t.node})
	if err != nil {
		b.Fatalf("%s %q: %v", t.role, t.name, err)
	}
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	to := func(p *runtime.CallFunctionOnParams) { p.ObjectID = node.Object.ObjectID }
	v, err := chromedp.Run(ctx, chromedp.CallFunctionOn[T](function, to, args...))
	if err != nil {
		b.Fatalf("%s %q: %v", t.role, t.name, err)
	}
	return v
}

// middle brings a thing into view and says where it can be clicked: where
// nothing else lies over it.
const middle = `function () {
	this.scrollIntoView({block: "center", inline: "nearest", behavior: "instant"});
	const box = this.getClientRects()[0];
	const at = [box.x + box.width / 2, box.y + box.height / 2];
	const top = document.elementFromPoint(...at);
	if (!top || !(this.contains(top) || top.contains(this))) throw new Error("covered by " + top?.outerHTML.slice(0, 80));
	return at;
}`

// use is a click on something, or the key that does the same.
func (b *tab) use(role, name string) chromedp.Action[chromedp.Void] {
	b.Helper()
	t := b.find(role, name)
	if b.keys {
		b.walkTo(t)
		return chromedp.KeyEvent(keyFor(role))
	}
	at := on[[2]float64](b, t, middle)
	return chromedp.MouseClickXY(at[0], at[1])
}

// follow uses what loads another page: a link, or the button of a form.
func (b *tab) follow(role, name string) *tab {
	b.Helper()
	b.loads(role+" "+name, b.use(role, name))
	return b
}

// press uses what changes something on this page.
func (b *tab) press(role, name string) *tab {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, b.use(role, name)); err != nil {
		b.Fatalf("%s %q: %v", role, name, err)
	}
	return b
}

// fill replaces what stands in a field.
func (b *tab) fill(name, text string) *tab {
	b.Helper()
	return b.write(b.find("textbox", name), text)
}

// search looks for something on the search page.
func (b *tab) search(text string) *tab {
	b.Helper()
	return b.write(b.find("searchbox", "Name, address or words"), text).follow("button", "Search")
}

func (b *tab) write(t thing, text string) *tab {
	b.Helper()
	if b.keys {
		b.walkTo(t)
	}
	on[chromedp.Void](b, t, `function () { this.focus(); this.select(); }`)
	b.must(ask(b, input.InsertText, input.InsertTextParams{Text: text}))
	return b
}

// choose takes one of the choices of a list.
func (b *tab) choose(name, choice string) *tab {
	b.Helper()
	t := b.find("combobox", name)
	if b.keys {
		b.walkTo(t)
		b.typeChoice(t, choice)
		return b
	}
	on[chromedp.Void](b, t, `function (label) {
		const option = [...this.options].find((o) => o.label === label);
		if (!option) throw new Error("no choice " + label + " among " + [...this.options].map((o) => o.label));
		this.value = option.value;
		this.dispatchEvent(new Event("input", {bubbles: true}));
		this.dispatchEvent(new Event("change", {bubbles: true}));
	}`, choice)
	return b
}

// attach gives the field of this name a file.
func (b *tab) attach(field, file string) *tab {
	b.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.SetUploadFiles(chromedp.CSS(`input[name="`+field+`"]`), []string{file}, chromedp.NodeReady)); err != nil {
		b.Fatal(err)
	}
	return b
}

// changing are the numbers and tokens in an address.
var changing = regexp.MustCompile(`[0-9]{3,}|[A-Za-z0-9_-]{22,}`)

// place is what kind of page this is: its path without numbers.
func (b *tab) place() string {
	return changing.ReplaceAllString(b.path(), "*")
}
