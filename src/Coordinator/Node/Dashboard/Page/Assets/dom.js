// Creates an element. Adds children as text nodes, so that untrusted text never becomes HTML.
export function h(tag, attributes = {}, ...children) {
  const element = tag === "svg" || tag === "path" ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(element.style, value);
    else if (name in element && typeof value !== "string" && tag !== "svg") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

// Replaces the content of a view by a message and a link while there is nothing to show.
export function placeholder(main, link) {
  const parts = [...main.childNodes], text = h("p"), card = h("div", { class: "card empty", role: "status" }, text, link);
  return {
    show(message) {
      if (text.textContent !== message) text.textContent = message;
      if (!card.isConnected) fill(main, card);
    },
    remove() { if (card.isConnected) fill(main, parts); },
  };
}

let clearing = 0;
export function notice(text) {
  const place = document.getElementById("notice");
  place.textContent = text;
  clearTimeout(clearing);
  clearing = setTimeout(() => { place.textContent = ""; }, 6000);
}

// A dialog that is removed when it is closed. The browser then restores the focus.
export function dialog(title, small, build) {
  const box = h("dialog", { class: small ? "small" : "", "aria-label": title });
  const close = () => box.close();
  box.append(build(close));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
}

export function confirmed(title, text, verb) {
  return new Promise(resolve => {
    let answer = false;
    const box = dialog(title, true, close => h("form", { method: "dialog", onsubmit: () => { answer = true; } },
      h("h2", {}, title), h("p", { style: { margin: "0" } }, text),
      h("div", { class: "row" }, h("button", { class: "primary", type: "submit" }, verb), h("button", { type: "button", onclick: close }, "Close"))));
    box.addEventListener("close", () => resolve(answer));
  });
}
