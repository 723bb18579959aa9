// Pictures of a case open in a viewer: larger and smaller, moved, two side by side.
// Without it each leads to a page of its own.
{
  const dialog = document.querySelector("dialog[data-viewer]");
  const said = dialog?.querySelector("[data-said]");
  const panes = dialog ? [...dialog.querySelectorAll("[data-pane]")].map((figure) => ({
    figure, hold: figure.querySelector(".viewer-hold"), img: figure.querySelector("img"), caption: figure.querySelector("figcaption"),
    zoom: 1, x: 0, y: 0, fingers: new Map(),
  })) : [];
  let series = [], index = 0, beside = false, active = panes[0], opener = null;

  const place = (pane) => {
    const reach = { x: pane.hold.clientWidth * (pane.zoom - 1) / 2, y: pane.hold.clientHeight * (pane.zoom - 1) / 2 };
    pane.x = Math.max(-reach.x, Math.min(reach.x, pane.x));
    pane.y = Math.max(-reach.y, Math.min(reach.y, pane.y));
    pane.img.style.transform = `translate(${pane.x}px, ${pane.y}px) scale(${pane.zoom})`;
  };
  const zoomTo = (pane, zoom) => {
    const before = pane.zoom;
    pane.zoom = Math.max(1, Math.min(8, zoom));
    pane.x *= pane.zoom / before;
    pane.y *= pane.zoom / before;
    place(pane);
  };
  const zoom = (factor) => {
    active.hold.classList.add("eased");
    zoomTo(active, active.zoom * factor);
    said.textContent = said.dataset.zoomed.replace("{percent}", Math.round(active.zoom * 100));
  };
  const fill = (pane, link) => {
    const shown = link.querySelector("img");
    Object.assign(pane, { zoom: 1, x: 0, y: 0 });
    pane.img.src = link.dataset.full;
    pane.img.alt = shown.alt;
    pane.caption.textContent = link.parentElement.querySelector("figcaption")?.textContent ?? "";
    place(pane);
  };
  const show = () => {
    beside = beside && series.length > 1;
    panes[1].figure.hidden = !beside;
    if (!beside) active = panes[0];
    fill(panes[0], series[index]);
    if (beside) fill(panes[1], series[(index + 1) % series.length]);
    const number = dialog.querySelector("[data-number]");
    number.textContent = number.dataset.words.replace("{number}", index + 1).replace("{total}", series.length);
    said.textContent = `${number.textContent}. ${panes[0].img.alt}`;
    for (const button of dialog.querySelectorAll("[data-do=next], [data-do=previous], [data-do=beside]")) button.disabled = series.length < 2;
    dialog.querySelector("[data-do=beside]").setAttribute("aria-pressed", beside);
  };
  const step = (by) => { index = (index + by + series.length) % series.length; show(); };
  const deeds = {
    in: () => zoom(1.5), out: () => zoom(1 / 1.5), next: () => step(1), previous: () => step(-1),
    beside: () => { beside = !beside; show(); }, close: () => dialog.close(),
  };

  for (const link of dialog?.showModal ? document.querySelectorAll("[data-series] a[data-full]") : []) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      opener = link;
      series = [...link.closest("[data-series]").querySelectorAll("a[data-full]")];
      index = series.indexOf(link);
      dialog.showModal();
      show();
      panes[0].hold.focus();
    });
  }
  dialog?.addEventListener("close", () => {
    for (const pane of panes) pane.img.removeAttribute("src");
    opener?.focus();
  });
  dialog?.addEventListener("click", (event) => deeds[event.target.closest("[data-do]")?.dataset.do]?.());
  dialog?.addEventListener("keydown", (event) => {
    const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    const moves = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (moves && (event.shiftKey || moves[1])) {
      active.x += moves[0];
      active.y += moves[1];
      place(active);
    } else if (moves) step(event.key === forward ? 1 : -1);
    else if (event.key === "+" || event.key === "=") zoom(1.5);
    else if (event.key === "-") zoom(1 / 1.5);
    else if (event.key === "0") zoom(1 / active.zoom);
    else return;
    event.preventDefault();
  });

  // One finger or the mouse moves a picture, two make it larger, a wheel too.
  const distance = (fingers) => { const [a, b] = [...fingers.values()]; return Math.hypot(a.x - b.x, a.y - b.y); };
  for (const pane of panes) {
    pane.hold.addEventListener("focus", () => { active = pane; });
    pane.hold.addEventListener("pointerdown", (event) => {
      active = pane;
      pane.hold.classList.remove("eased");
      pane.hold.setPointerCapture(event.pointerId);
      pane.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (pane.fingers.size === 2) pane.pinch = { from: distance(pane.fingers), zoom: pane.zoom };
    });
    pane.hold.addEventListener("pointermove", (event) => {
      const finger = pane.fingers.get(event.pointerId);
      if (!finger) return;
      const moved = { x: event.clientX - finger.x, y: event.clientY - finger.y };
      pane.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      if (pane.fingers.size === 2) zoomTo(pane, pane.pinch.zoom * distance(pane.fingers) / pane.pinch.from);
      else { pane.x += moved.x; pane.y += moved.y; place(pane); }
    });
    for (const end of ["pointerup", "pointercancel"]) pane.hold.addEventListener(end, (event) => pane.fingers.delete(event.pointerId));
    pane.hold.addEventListener("wheel", (event) => { event.preventDefault(); zoomTo(pane, pane.zoom * (event.deltaY < 0 ? 1.2 : 1 / 1.2)); }, { passive: false });
  }
}

// A picture in a form may have been blacked out in another tab.
addEventListener("focus", () => {
  for (const img of document.querySelectorAll("img[data-own]")) img.src = `${img.getAttribute("src").split("?")[0]}?${Date.now()}`;
});
