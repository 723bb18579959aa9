package page

// An Action is a form of one button: every deed is a POST, none a link.
// Templates make it with the function action:
//
//	{{template "action" (action "/notifications/read" "common.notifications.read_all" | shown "check")}}
type Action struct {
	URL     string
	Label   string
	Icon    string // name in the icon set; "" for words only
	Tone    string // "primary", "danger", "plain", "menu" or "" (a quiet button)
	Pressed bool   // a switch that is on
	Switch  bool   // has two states, so that Pressed is announced
	Count   int    // shown beside the icon; 0 is not shown
	Confirm string // asked before it is sent, where scripts run
	Hidden  []Hidden
}

// Hidden is a value a form carries along.
type Hidden struct{ Name, Value string }

func (s *set) newAction(url, label string) Action {
	return Action{URL: url, Label: s.frame.Printer.T(label)}
}

func (s *set) withConfirm(key string, a Action) Action {
	a.Confirm = s.frame.Printer.T(key)
	return a
}

func withTone(tone string, a Action) Action   { a.Tone = tone; return a }
func withIcon(icon string, a Action) Action   { a.Icon = icon; return a }
func withLabel(label string, a Action) Action { a.Label = label; return a }
func withHidden(name, value string, a Action) Action {
	a.Hidden = append(a.Hidden[:len(a.Hidden):len(a.Hidden)], Hidden{name, value})
	return a
}

// toggled makes the button a switch.
func toggled(on bool, a Action) Action {
	a.Switch, a.Pressed = true, on
	return a
}

func counted(count int, a Action) Action {
	a.Count = count
	return a
}
