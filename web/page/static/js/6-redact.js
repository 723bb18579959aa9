// Parts of a picture are chosen by drawing them, with mouse, finger or keys. The
// numbers in the form below are what counts; this only writes them.
for (const form of document.querySelectorAll("form[data-redact]")) {
  const stage = form.querySelector("[data-stage]"), tools = form.querySelector("[data-tools]"), said = form.querySelector("[data-said]");
  const words = tools.dataset, names = ["x", "y", "width", "height"];
  const boxes = new Map(); // row → what is drawn of it
  let made = 0;
  const rows = () => [...form.querySelectorAll("[data-row]")];
  const inputs = (row) => names.map((name) => row.querySelector(`[name=${name}]`));
  const read = (row) => {
    const list = inputs(row).map((input) => (input.value.trim() === "" ? NaN : Number(input.value.replace(",", "."))));
    return list.every((n) => n >= 0 && n <= 100) && list[2] > 0 && list[3] > 0 ? list : null;
  };
  const round = (n) => Math.round(n * 10) / 10;
  const write = (row, area) => {
    let [x, y, width, height] = area;
    width = Math.max(0.5, Math.min(100, width));
    height = Math.max(0.5, Math.min(100, height));
    x = Math.max(0, Math.min(100 - width, x));
    y = Math.max(0, Math.min(100 - height, y));
    [x, y, width, height].forEach((n, i) => { inputs(row)[i].value = round(n); });
    draw(row);
  };
  const named = (row) => words.area.replace("{number}", rows().indexOf(row) + 1);
  const tell = (row) => {
    const [left, top, width, height] = read(row).map((n) => round(n).toLocaleString(document.documentElement.lang));
    return `${named(row)}: ${words.at.replace("{left}", left).replace("{top}", top).replace("{width}", width).replace("{height}", height)}`;
  };
  const draw = (row) => {
    const area = read(row);
    let box = boxes.get(row);
    if (!area) {
      box?.remove();
      boxes.delete(row);
      return null;
    }
    if (!box) {
      box = stage.appendChild(document.createElement("div"));
      box.className = "box";
      box.tabIndex = 0;
      box.setAttribute("role", "application");
      box.setAttribute("aria-roledescription", words.kind);
      box.setAttribute("aria-describedby", "redact-keys");
      box.appendChild(document.createElement("span")).className = "grip";
      boxes.set(row, box);
      box.addEventListener("keydown", (event) => press(event, row));
      box.addEventListener("pointerdown", (event) => grab(event, row));
    }
    [box.style.left, box.style.top, box.style.width, box.style.height] = area.map((n) => `${n}%`);
    box.setAttribute("aria-label", tell(row));
    return box;
  };
  const empty = () => {
    const free = rows().find((row) => inputs(row).every((input) => input.value.trim() === ""));
    if (free) return free;
    const last = rows().at(-1), row = last.cloneNode(true);
    made++;
    for (const part of row.querySelectorAll("[id], [for], [aria-describedby]")) {
      for (const name of ["id", "for", "aria-describedby"]) if (part.hasAttribute(name)) part.setAttribute(name, `${part.getAttribute(name)}-${made}`);
    }
    last.after(row);
    row.querySelector("legend").textContent = named(row);
    for (const input of inputs(row)) input.value = "";
    return row;
  };
  const add = (area) => {
    const row = empty();
    write(row, area);
    boxes.get(row).focus();
    said.textContent = tell(row);
    return row;
  };
  const remove = (row) => {
    const name = named(row);
    for (const input of inputs(row)) input.value = "";
    draw(row);
    said.textContent = words.gone.replace("{number}", name.replace(/\D+/g, ""));
    tools.querySelector("[data-add]").focus();
  };
  const press = (event, row) => {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (event.key === "Delete" || event.key === "Backspace") remove(row);
    else if (moves) {
      const [x, y, width, height] = read(row);
      write(row, event.shiftKey ? [x, y, width + moves[0], height + moves[1]] : [x + moves[0], y + moves[1], width, height]);
      said.textContent = tell(row);
    } else return;
    event.preventDefault();
  };

  // at is where a pointer is, in per cent of the picture.
  const at = (event) => {
    const frame = stage.getBoundingClientRect();
    const part = (n) => Math.max(0, Math.min(100, n * 100));
    return [part((event.clientX - frame.left) / frame.width), part((event.clientY - frame.top) / frame.height)];
  };
  const follow = (event, move) => {
    const done = () => {
      removeEventListener("pointermove", moved);
      for (const end of ["pointerup", "pointercancel"]) removeEventListener(end, done);
    };
    const moved = (next) => { if (next.pointerId === event.pointerId) move(at(next)); };
    addEventListener("pointermove", moved);
    for (const end of ["pointerup", "pointercancel"]) addEventListener(end, done);
  };
  const grab = (event, row) => {
    event.stopPropagation();
    event.preventDefault();
    boxes.get(row).focus();
    const [fromX, fromY] = at(event), [x, y, width, height] = read(row), resize = event.target.className === "grip";
    follow(event, ([toX, toY]) => write(row, resize ? [x, y, width + toX - fromX, height + toY - fromY] : [x + toX - fromX, y + toY - fromY, width, height]));
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    const [fromX, fromY] = at(event);
    let row = null;
    follow(event, ([toX, toY]) => {
      const area = [Math.min(fromX, toX), Math.min(fromY, toY), Math.abs(toX - fromX), Math.abs(toY - fromY)];
      if (row) write(row, area);
      else if (area[2] > 1 || area[3] > 1) row = add(area);
    });
  });
  form.addEventListener("input", (event) => {
    const row = event.target.closest("[data-row]");
    if (row) draw(row);
  });
  tools.querySelector("[data-add]").addEventListener("click", () => add([40, 40, 20, 20]));
  stage.classList.add("live");
  tools.hidden = false;
  for (const row of rows()) draw(row);
}
