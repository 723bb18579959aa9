package page

// Asset is where a static file is, from the root of this host, by its name:
// "avatar.png". It changes when any static file does.
func (r *Renderer) Asset(name string) string { return r.assets.url(name) }
