import { h } from "./dom.js";

export function report(main, [id]) {
  const source = `/api/v1/experiments/${id}/report`;
  const waiting = h("p", { class: "quiet", role: "status" }, "Creating the report …");
  main.append(h("div", { class: "row spread" }, h("h1", {}, "Report"),
    h("div", { class: "row" }, h("a", { class: "button", href: `#/experiments/${id}` }, "Back to the experiment"), h("a", { class: "button", href: source, target: "_blank", rel: "noopener" }, "Open in a new tab"))),
  waiting, h("iframe", { class: "frame", title: "Report of the experiment", src: source, onload: () => waiting.remove() }));
  return () => {};
}
