package page

// The empty states of the lists, ready made.

// EmptyHome is for a home without posts.
func EmptyHome() Empty {
	return Empty{Text: "home.empty", Action: "home.find_people", URL: "/search"}
}

// EmptyBookmarks is for bookmarks without any.
func EmptyBookmarks() Empty { return Empty{Text: "post.bookmarks_empty"} }

// EmptyCases is for the list of cases, with or without a filter.
func EmptyCases(filtered bool) Empty {
	if filtered {
		return Empty{Text: "case.list.empty_filter", Action: "case.list.show_all", URL: "/cases"}
	}
	return Empty{Text: "case.list.empty", Action: "common.write_case", URL: "/cases/new"}
}

// EmptyProfile is for a tab of a profile: "posts", "cases", "followers" or
// "following".
func EmptyProfile(tab string) Empty {
	switch tab {
	case "cases":
		return Empty{Text: "account.profile.empty_cases"}
	case "followers":
		return Empty{Text: "account.profile.empty_followers"}
	case "following":
		return Empty{Text: "account.profile.empty_following"}
	}
	return Empty{Text: "account.profile.empty_posts"}
}
