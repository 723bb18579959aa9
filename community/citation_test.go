package community_test

import (
	"strings"
	"testing"

	"consilium/community"
)

func TestParseCitation(t *testing.T) {
	for text, want := range map[string]string{
		"10.1000/XYZ.12": "doi 10.1000/xyz.12", "doi:10.1000/xyz.": "doi 10.1000/xyz", "DOI: 10.1000/x": "doi 10.1000/x",
		"https://doi.org/10.1000/a%2Fb?x=1#y":              "doi 10.1000/a/b",
		"http://dx.doi.org/10.1016/S0140-6736(20)30183-5)": "doi 10.1016/s0140-6736(20)30183-5",
		"PMID: 31452104": "pmid 31452104",
		"pmid31452104,":  "pmid 31452104",
		"https://pubmed.ncbi.nlm.nih.gov/31452104/": "pmid 31452104",
		"https://www.ncbi.nlm.nih.gov/pubmed/7?x":   "pmid 7",
		"https://guideline.example/dress":           "guideline https://guideline.example/dress",
		"31452104":                                  "", // any number could be one
		"Smith 2019":                                "", "10.1/x": "", "10.1000/": "", "https://doi.org/": "", "https://doi.org/x": "", "doi:10.1000/a b": "", "": "",
		"javascript:alert(1)": "", "https://doi.org/10.1000/%zz": "", "https://u:p@guideline.example/": "",
		"10.1000/" + strings.Repeat("x", 400): "",
	} {
		c, ok := community.ParseCitation(text)
		if got := string(c.Scheme) + " " + c.Value; ok != (want != "") || ok && got != want {
			t.Errorf("%.60q is %q, want %q", text, got, want)
		}
		if again, _ := community.ParseCitation(c.URL()); ok && (again.Scheme != c.Scheme || again.Value != c.Value) {
			t.Errorf("%q reads back as %+v", c.URL(), again)
		}
	}
}

func TestCheckCitations(t *testing.T) {
	list, err := community.CheckCitations("10.1000/a, doi: 10.1000/A\n PMID 7;\r\nhttps://g.example/x")
	if err != nil || len(list) != 3 || list[1].Value != "7" {
		t.Errorf("%+v %v", list, err)
	}
	for _, wrong := range []string{"10.1000/a see there", "1 2 3", "10.1000/1 10.1000/2 10.1000/3 10.1000/4 10.1000/5 10.1000/6"} {
		if list, err := community.CheckCitations(wrong); err == nil {
			t.Errorf("%q is %+v", wrong, list)
		}
	}
}

// C2: only verified clinicians give what counts as advice, once there are some.
func TestResponder(t *testing.T) {
	asked := community.Post{ID: 1, Author: 1, Audience: community.Audience{Kind: community.Public}, Case: &community.Case{}}
	claim := community.Post{ID: 2, Author: 2, Response: community.Response{Kind: community.Answer}}
	ours := claim
	ours.Local = true
	verified := community.Responder{Standing: proved("physician", 3).Standing}
	stranger, founding := community.Responder{}, community.Responder{Founding: true}
	plain := community.Post{ID: 3, Author: 3}
	for name, c := range map[string]struct {
		by                community.Responder
		reply             community.Post
		kind              community.ResponseKind
		aside, acceptable bool
	}{
		"a verified clinician":                 {verified, claim, community.Answer, false, true},
		"somebody elsewhere who says so":       {stranger, claim, community.PlainReply, true, false},
		"a member, judged when it was written": {stranger, ours, community.Answer, false, true},
		"a patient":                            {stranger, plain, community.PlainReply, true, false},
		"a colleague elsewhere before anybody": {founding, claim, community.Answer, false, true},
		"a stranger elsewhere before anybody":  {founding, plain, community.PlainReply, true, true},
		"a student, verified as one":           {community.Responder{Standing: proved("student", 4).Standing}, claim, community.PlainReply, true, false},
		"the author":                           {stranger, community.Post{ID: 4, Author: 1}, community.PlainReply, false, false},
	} {
		if c.by.Kind(c.reply) != c.kind || c.by.Aside(asked, c.reply) != c.aside || c.by.Acceptable(c.reply) != c.acceptable {
			t.Errorf("%s: %q aside %v acceptable %v", name, c.by.Kind(c.reply), c.by.Aside(asked, c.reply), c.by.Acceptable(c.reply))
		}
	}
	asked.Audience.Kind = community.InstanceOnly
	if stranger.Aside(asked, plain) {
		t.Error("a colleague's reply stands aside in the institution")
	}
	if community.ParseResponseKind("urgent-poll") != community.PlainReply {
		t.Error("an unknown kind is no reply")
	}
}

func FuzzParseCitation(f *testing.F) {
	for _, s := range []string{"10.1000/xyz", "https://doi.org/10.1000/a%2Fb", "PMID: 7", "https://g.example/x", "doi:10.1000/\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, ok := community.ParseCitation(text)
		if !ok {
			return
		}
		if c.Value == "" || strings.ContainsAny(c.Value, " \x00\n\u202e") || strings.ToValidUTF8(c.Value, "") != c.Value || len(c.Value) > 3000 {
			t.Fatalf("%q gave %q", text, c.Value)
		}
		if again, ok := community.ParseCitation(c.URL()); c.Scheme != community.Guideline && (!ok || again.Value != c.Value) {
			t.Fatalf("%q gave %q, read back %q", text, c.URL(), again.Value)
		}
		community.CheckCitations(text)
	})
}
