package web_test

import (
	"net/http"
	"testing"

	"consilium/community"
	"consilium/storage/storagetest"
)

// Who leaves gives the password, is signed out everywhere, and leaves nothing
// but a name that nobody gets again. The last administrator stays.
func TestLeave(t *testing.T) {
	eachHouse(t, plan{mode: community.RegisterOpen}, func(h *house) {
		root, _ := h.staff("root", community.Administrator)
		admin := h.as(root)
		stay := admin.get("/settings/account").is(200).form("/settings/leave")
		admin.post("/settings/leave", with(stay, "old", password)).is(http.StatusUnprocessableEntity).has("You are the only administrator.")

		_, actor := h.member("ana")
		here, there := h.enter("ana", password), h.enter("ana", password)
		h.app(actor, "token")
		post := storagetest.Post(h, h.store, actor, "canary of ana")
		form := here.get("/settings/account").is(200).form("/settings/leave")
		here.post("/settings/leave", with(form, "old", "a wrong one")).is(http.StatusUnprocessableEntity).has("This is not your present password.")
		here.post("/settings/leave", with(form, "old", password)).is(200).has("Your account is closed")
		if here.signedIn() || there.signedIn() {
			t.Error("a session outlived the account")
		}
		if _, err := h.store.TokenBearer(h.Context(), "token"); err == nil {
			t.Error("an app outlived the account")
		}
		_, refused := h.signIn("ana", password)
		refused.is(http.StatusUnprocessableEntity)
		left, err := h.store.Post(h.Context(), post.ID)
		if err != nil || left.Deleted.IsZero() || left.Source != "" || !left.Content.IsZero() {
			t.Errorf("the post is %+v, %v", left, err)
		}
		h.visitor().get("/@ana").is(http.StatusGone)
		h.visitor().post("/register", newcomerFields(h.visitor().get("/register").form("/register"), "ana")).
			is(http.StatusUnprocessableEntity).has("This name is taken.")
	})
}
