// Consilium's pages work without this file. It only makes some of them kinder.

// The sentence under a choice changes with the choice.
{
  for (const select of document.querySelectorAll("select[data-explained]")) {
    const words = document.getElementById(select.dataset.explained);
    const tell = () => {
      const help = select.selectedOptions[0]?.dataset.help ?? "";
      if (words && words.textContent !== help) words.textContent = help;
    };
    select.addEventListener("change", tell);
    tell();
  }
}

// How many characters are left, counted as people count them.
{
  const segmenter = globalThis.Intl?.Segmenter ? new Intl.Segmenter() : null;
  const length = (text) => (segmenter && text.length < 20000 ? [...segmenter.segment(text)].length : [...text].length);
  for (const box of document.querySelectorAll("[data-limit]")) {
    const place = document.getElementById(box.dataset.remaining);
    if (!place) continue;
    const limit = Number(box.dataset.limit);
    const tell = () => {
      const left = limit - length(box.value);
      place.textContent = left < limit / 5 ? place.dataset.words.replace("{count}", left.toLocaleString(document.documentElement.lang)) : "";
      place.classList.toggle("over", left < 0);
    };
    box.addEventListener("input", tell);
    tell();
  }
}

// Text boxes grow with their text where the browser does not do so itself.
if (!CSS.supports("field-sizing", "content")) {
  for (const box of document.querySelectorAll("textarea")) {
    const grow = () => {
      box.style.height = "auto";
      box.style.height = `${box.scrollHeight + 2}px`;
    };
    box.addEventListener("input", grow);
    if (box.value) grow();
  }
}

// A description is asked for as soon as a picture is there.
{
  for (const slot of document.querySelectorAll("[data-slot]")) {
    const file = slot.querySelector("input[type=file]");
    const description = slot.querySelector("[data-description]");
    if (!file || !description) continue;
    const show = () => { description.hidden = file.files.length === 0; };
    file.addEventListener("change", () => { show(); if (file.files.length) description.querySelector("textarea")?.focus(); });
    show();
  }
}

// As soon as something is chosen in the last of several selects there is one more.
for (const places of document.querySelectorAll("[data-more]")) {
  const label = places.lastElementChild.ariaLabel.replace(/\S+$/, "");
  const first = Number(places.lastElementChild.id.match(/\d+$/)[0]);
  places.addEventListener("change", () => {
    const all = [...places.children];
    const number = first + all.length;
    if (number > Number(places.dataset.more) || all.some((select) => select.value === "")) return;
    const next = all.at(-1).cloneNode(true);
    next.id = next.id.replace(/\d+$/, number);
    next.ariaLabel = label + number.toLocaleString(document.documentElement.lang);
    next.value = "";
    places.append(next);
  });
}
