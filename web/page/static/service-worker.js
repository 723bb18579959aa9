// Shows what the server says has happened; it never holds what was said. Nothing is
// kept for reading offline: what is for few stays on the server.
self.addEventListener("push", (event) => {
  let notice = {};
  try { notice = event.data.json(); } catch { return; }
  event.waitUntil(self.registration.showNotification(String(notice.title ?? ""), {
    body: String(notice.body ?? ""), tag: String(notice.tag ?? ""), data: String(notice.url ?? "/notifications"), renotify: true,
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const target = new URL(event.notification.data, self.location.origin);
  if (target.origin !== self.location.origin) return;
  event.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: "window" });
    const page = open.find((client) => new URL(client.url).pathname === target.pathname);
    await (page ? page.focus() : self.clients.openWindow(target.href));
  })());
});
