// A form with data-autosave is kept as a draft a few seconds after it changed. Where
// this does not run its button "Save draft" does the same.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const status = form.querySelector("[data-draft-status]");
  const button = form.querySelector("[data-save]");
  const drafts = new URL("/cases/drafts", location.href).pathname;
  const pause = 4000;
  const fields = () => {
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
    return data;
  };
  const text = () => {
    const data = fields();
    for (const name of ["draft", "draft_saved", "once"]) data.delete(name);
    return data.toString();
  };
  let kept = text();
  let timer = 0;
  let saving = null;
  let leaving = false;

  const say = (words, bad) => {
    if (!status || status.textContent === words) return;
    status.textContent = words;
    status.classList.toggle("over", bad);
  };
  const later = (wait) => {
    clearTimeout(timer);
    if (!leaving) timer = setTimeout(() => { saving ??= save().finally(() => { saving = null; }); }, wait);
  };

  // The form knows from now on which draft it is, and the address leads back to it.
  const took = (answer) => {
    const fresh = form.elements.draft.value !== answer.id;
    form.elements.draft.value = answer.id;
    form.elements.draft_saved.value = answer.saved;
    if (!fresh) return;
    button?.setAttribute("formaction", `${drafts}/${answer.id}`);
    if (!form.elements.draft_of) history.replaceState(null, "", `${drafts}/${answer.id}`);
  };
  const complete = (answer) => {
    const meter = form.querySelector("[data-meter]");
    if (!meter || !answer.told) return;
    meter.value = answer.items;
    form.querySelector("[data-told]").textContent = answer.told;
    form.querySelector("[data-missing]").textContent = answer.missing ?? "";
  };

  const send = (id) => fetch(id ? `${drafts}/${id}` : drafts, {
    method: "POST", body: fields(), headers: { Accept: "application/json" }, redirect: "manual",
  });
  const save = async () => {
    const now = text();
    if (now === kept) return;
    try {
      let response = await send(form.elements.draft.value);
      if (response.status === 404) { // posted or deleted in another window: what is here is kept anew
        form.elements.draft.value = "";
        response = await send("");
      }
      if (response.type === "opaqueredirect") {
        say(form.dataset.signedOut, true);
        return later(15 * pause);
      }
      const answer = response.ok || response.status === 409 || response.status === 422 ? await response.json() : null;
      if (answer?.id) {
        kept = now;
        took(answer);
        complete(answer);
      }
      say(answer?.words ?? form.dataset.failed, !response.ok);
      if (!answer) later(5 * pause);
      else if (answer.id && text() !== kept) later(pause);
    } catch {
      say(form.dataset.failed, true);
      later(5 * pause);
    }
  };

  if (form.querySelector("[aria-invalid]")) { // it came back and is nowhere else
    kept = "";
    later(pause);
  }
  form.addEventListener("input", () => later(pause));
  form.addEventListener("change", () => later(pause));
  // Two answers at once would be two versions: the form waits for the one under way.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (saving) {
      event.preventDefault();
      const by = event.submitter;
      saving.then(() => form.requestSubmit(by));
      return;
    }
    leaving = true;
  });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("beforeunload", (event) => {
    if (!leaving && text() !== kept) event.preventDefault();
  });
}
