// Passkeys: a form says what to ask of the browser, and carries the answer. The
// forms are hidden until it is known that the browser can do it.
{
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  const create = async (options) => {
    options.challenge = bytes(options.challenge);
    options.user.id = bytes(options.user.id);
    options.excludeCredentials = named(options.excludeCredentials);
    const made = await navigator.credentials.create({ publicKey: options });
    const response = { clientDataJSON: text(made.response.clientDataJSON), attestationObject: text(made.response.attestationObject), transports: made.response.getTransports?.() ?? [] };
    return { made, response };
  };
  const get = async (options) => {
    options.challenge = bytes(options.challenge);
    options.allowCredentials = named(options.allowCredentials);
    const made = await navigator.credentials.get({ publicKey: options });
    const from = made.response;
    const response = { clientDataJSON: text(from.clientDataJSON), authenticatorData: text(from.authenticatorData), signature: text(from.signature) };
    if (from.userHandle) response.userHandle = text(from.userHandle);
    return { made, response };
  };

  if (globalThis.PublicKeyCredential) for (const needs of document.querySelectorAll("[data-passkey-needs]")) needs.hidden = true;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!globalThis.PublicKeyCredential) continue;
    form.hidden = false;
    const problem = form.querySelector("[data-passkey-problem]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (form.dataset.asking) return;
      form.dataset.asking = "yes";
      problem.hidden = true;
      try {
        const { made, response } = await (form.dataset.passkey === "create" ? create : get)(JSON.parse(form.dataset.options));
        form.elements.answer.value = JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: {} });
        form.submit();
      } catch {
        problem.hidden = false;
      }
      delete form.dataset.asking;
    });
  }
}
