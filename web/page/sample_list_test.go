package page

import "consilium/community"

// samplesList are the pages of lists and followed hashtags, and a profile with a list.
func samplesList() map[string]View {
	ward, apart := ListLine{ID: "51", Title: "Ward 3"}, ListLine{ID: "52", Title: "Rheumatologische Fachgesellschaften mit langem Namen", Exclusive: true}
	draft := community.List{Title: "Ward 3", Replies: community.RepliesToList}
	wrong := Problems{"title": community.Say("list.title_needed"), "replies_policy": community.Say("list.replies_needed"), "": community.Say("list.too_many", "limit", 50)}
	followed := profile("posts")
	followed.Relationship = Relationship{Following: true}
	followed.Lists = &ListChoice{URL: "/a/103/list", On: []ListLine{ward}, Others: []Option{{Value: "52", Label: apart.Title, Chosen: true}}}
	none := followed
	none.Lists = &ListChoice{URL: "/a/103/list"}
	return map[string]View{
		"lists":              Lists{Own: []ListLine{ward, apart}, New: ListForm{URL: "/lists", Draft: draft}, Tags: []string{"sepsis", "rheumatologie"}},
		"lists-empty":        Lists{New: ListForm{URL: "/lists"}},
		"lists-problem":      Lists{New: ListForm{URL: "/lists", Problems: wrong}},
		"list":               List{ListLine: apart, Posts: Posts{Posts: []Post{notePost(), warnedPost()}, Pages: Pages{Older: "?older=1"}}, Form: ListForm{URL: "/lists/52", Draft: draft}, People: []Person{bob, long, mira}, More: true},
		"list-empty":         List{ListLine: ward, Posts: Posts{Empty: EmptyList()}, Form: ListForm{URL: "/lists/51", Draft: draft}},
		"list-problem":       List{ListLine: ward, Posts: Posts{Empty: EmptyList()}, Form: ListForm{URL: "/lists/51", Problems: wrong}, People: []Person{bob}},
		"profile-lists":      followed,
		"profile-lists-none": none,
		"hashtag-followed":   Hashtag{Tag: "sepsis", List: Posts{Posts: []Post{notePost()}}, SignedIn: true, Following: true},
		"hashtag-follow":     Hashtag{Tag: "sepsis", List: Posts{Empty: EmptyHashtag()}, SignedIn: true},
	}
}
