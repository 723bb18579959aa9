// "3 h" stays true while the page is open.
{
  const body = document.body.dataset;
  const tell = () => {
    for (const time of document.querySelectorAll("time[data-ago]")) {
      const minutes = Math.floor((Date.now() - Date.parse(time.dateTime)) / 60000);
      const [words, count] = minutes < 1 ? [body.now, 0]
        : minutes < 60 ? [body.minutes, minutes]
        : minutes < 1440 ? [body.hours, Math.floor(minutes / 60)]
        : minutes < 10080 ? [body.days, Math.floor(minutes / 1440)] : [null, 0];
      if (words) (time.firstElementChild ?? time).textContent = words.replace("{count}", count);
    }
  };
  setInterval(tell, 60000);
}

// Deeds that cannot be undone ask first.
addEventListener("submit", (event) => {
  const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (question && !confirm(question)) event.preventDefault();
});

// A form is sent once, however often the button is pressed.
addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  if (event.target.dataset.sent) event.preventDefault();
  else event.target.dataset.sent = "yes";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// One menu is open at a time; Escape and a click elsewhere close it.
{
  const close = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
  };
  addEventListener("click", (event) => close(event.target.closest("details.menu")));
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement?.closest("details.menu[open]");
    close(null);
    menu?.querySelector("summary").focus();
  });
}

// What was written is not lost by a closed tab.
{
  for (const form of document.querySelectorAll("form[data-guard]")) {
    const before = new FormData(form);
    const text = (data) => JSON.stringify([...data].filter(([, value]) => typeof value === "string"));
    const start = text(before);
    let leaving = false;
    form.addEventListener("submit", () => { leaving = true; });
    addEventListener("beforeunload", (event) => {
      if (!leaving && text(new FormData(form)) !== start) event.preventDefault();
    });
  }
}

// Copy buttons appear only where they work; so does printing.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = button.dataset.done;
  });
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// The first problem of a form that came back is where work goes on.
document.querySelector("[aria-invalid=true]")?.focus();
