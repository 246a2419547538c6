import { h, fill, dialog, notice } from "./dom.js";
import { account, get, openSession, signIn, signOut } from "./api.js";
import * as feed from "./feed.js";
import { experiments } from "./experiments.js";
import { experiment } from "./experiment.js";
import { run } from "./run.js";
import { workers } from "./workers.js";
import { compare } from "./compare.js";
import { report } from "./report.js";

const main = document.getElementById("main");
const routes = [
  [/^\/experiments$/, experiments, "Experiments"],
  [/^\/experiments\/(\w+)$/, experiment, "Experiment"],
  [/^\/experiments\/(\w+)\/runs\/(\d+)$/, run, "Run"],
  [/^\/experiments\/(\w+)\/report$/, report, "Report"],
  [/^\/workers$/, workers, "Workers"],
  [/^\/compare$/, compare, "Compare"],
];
let leave = null, first = true;

// A view fills the page and gives what is to be done when it is left.
function show() {
  if (account.name === null) return;
  const [path, query] = (location.hash.slice(1) || "/experiments").split("?");
  const found = routes.find(([pattern]) => pattern.test(path));
  if (!found) { location.hash = "#/experiments"; return; }
  leave?.();
  fill(main);
  const [pattern, view, title] = found;
  document.title = `${title} · NNOptim`;
  for (const link of document.querySelectorAll(".top nav a")) {
    if (path.startsWith(link.getAttribute("href").slice(1))) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  }
  leave = view(main, pattern.exec(path).slice(1), new URLSearchParams(query));
  window.scrollTo(0, 0);
  if (!first) main.focus({ preventScroll: true });
  first = false;
}

function askForToken() {
  fill(main, h("section", { class: "card", style: { maxWidth: "28rem", margin: "3rem auto", width: "100%" } },
    h("h1", { style: { marginBottom: ".8rem" } }, "Sign in"),
    h("form", { class: "stack", onsubmit: async event => {
      event.preventDefault();
      const form = event.target;
      try {
        await signIn(form.token.value);
        feed.follow();
        show();
      } catch (error) {
        fill(form.querySelector("[role=alert]"), h("p", { class: "note bad" }, error.message));
        form.token.select();
      }
    } },
    h("label", { for: "token" }, "Token"),
    h("input", { id: "token", name: "token", type: "password", autocomplete: "current-password", required: true }),
    h("div", { role: "alert" }),
    h("div", {}, h("button", { class: "primary", type: "submit" }, "Sign in")))));
  document.getElementById("token").focus();
}

function showAccount() {
  const button = document.getElementById("account");
  button.textContent = account.name === null ? "" : account.role === "admin" ? account.name : `${account.name} (read only)`;
  button.hidden = account.name === null || !account.needsToken;
}
account.listeners.add(showAccount);
document.getElementById("account").addEventListener("click", () => dialog("Account", true, close => h("form", { method: "dialog" },
  h("h2", {}, account.name), h("p", { style: { margin: "0" } }, account.role === "admin" ? "May look and steer." : "May look, and not steer."),
  h("div", { class: "row" }, h("button", { type: "button", onclick: async () => { close(); await signOut(); feed.leave(); askForToken(); } }, "Sign out"), h("button", { type: "submit" }, "Back")))));

const link = document.getElementById("link");
let reachable = true;
function showLink(state) {
  const word = !reachable && state === "live" ? "away" : state;
  if (link.dataset.state === word) return;
  link.dataset.state = word;
  link.textContent = { live: "Live", connecting: "Reconnecting", away: "No coordinator" }[word];
}
let linkState = "connecting";
feed.on("state", state => { linkState = state; showLink(state); });
feed.on("coordinator", news => { reachable = news.reachable; showLink(linkState); });
const showStaff = staff => {
  document.getElementById("staff").textContent = `${staff.count} worker${staff.count === 1 ? "" : "s"}, ${Math.min(staff.held, staff.slots)} of ${staff.slots} slots busy`;
};
const sum = (workers, figure) => workers.reduce((all, worker) => all + worker[figure], 0);
feed.on("workers", showStaff);
feed.on("reset", async () => {
  const { workers } = await get("/workers").catch(() => ({ workers: [] }));
  showStaff({ count: workers.length, slots: sum(workers, "slots"), held: sum(workers, "held") });
});

// A coordinator that started again knows no sessions.
async function renew() {
  try {
    if (!await openSession()) { feed.leave(); askForToken(); }
  } catch {
    // It is away: the feed comes back first.
  }
}
feed.on("reset", renew);
feed.on("closed", renew);
window.addEventListener("hashchange", () => {
  linkToken = takeToken() ?? linkToken;
  if (linkToken === null) show(); else start();
});

// The link that a program prints for its user carries their token behind the #, which no request holds. It is used once, and leaves the address bar.
function takeToken() {
  const [path, query] = location.hash.split("?");
  const given = new URLSearchParams(query);
  const token = given.get("token");
  if (token === null) return null;
  given.delete("token");
  history.replaceState(null, "", (path || "#/experiments") + (given.size ? `?${given}` : ""));
  return token;
}
let linkToken = takeToken();

async function start() {
  try {
    if (linkToken !== null) {
      await signIn(linkToken).catch(error => { if (error.passes) throw error; });
      linkToken = null;
    }
    if (await openSession()) { feed.follow(); show(); } else askForToken();
  } catch (error) {
    notice(error.message);
    setTimeout(start, 2000);
  }
}
start();
