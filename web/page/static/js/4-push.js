// Notices on this device: the form carries what the browser gives to be written to,
// and is hidden until it is known that the browser can do it.
for (const form of document.querySelectorAll("form[data-push]")) {
  if (!("serviceWorker" in navigator) || !("PushManager" in globalThis)) continue;
  form.hidden = false;
  for (const needs of document.querySelectorAll("[data-push-needs]")) needs.hidden = true;
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const problem = form.querySelector("[data-push-problem]");
    problem.hidden = true;
    try {
      await navigator.serviceWorker.register("/service-worker.js");
      const worker = await navigator.serviceWorker.ready;
      const key = Uint8Array.from(atob(form.dataset.push.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
      const before = await worker.pushManager.getSubscription();
      if (before) await before.unsubscribe();
      const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      form.elements.endpoint.value = made.endpoint;
      form.elements.public_key.value = text(made.getKey("p256dh"));
      form.elements.auth.value = text(made.getKey("auth"));
      form.submit();
    } catch {
      problem.hidden = false;
    }
  });
}
