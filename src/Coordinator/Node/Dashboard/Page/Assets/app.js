import { h, fill, dialog, notice } from "./dom.js";
import { account, get, openSession, signIn, signOut } from "./api.js";
import * as feed from "./feed.js";
import { experiments } from "./experiments.js";
import { experiment } from "./experiment.js";
import { run } from "./run.js";
import { workers } from "./workers.js";
import { compare } from "./compare.js";
import { report } from "./report.js";
import { data } from "./data.js";

const main = document.getElementById("main");
const routes = [
  [/^\/experiments$/, experiments, "Experiments"],
  [/^\/experiments\/(\w+)$/, experiment, "Experiment"],
  [/^\/experiments\/(\w+)\/runs\/(\d+)$/, run, "Run"],
  [/^\/experiments\/(\w+)\/report$/, report, "Report"],
  [/^\/workers$/, workers, "Workers"],
  [/^\/compare$/, compare, "Compare"],
  [/^\/data$/, data, "Data"],
];
let leave = null, first = true;

// A view fills the page and returns a function that cleans up.
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
  h("h2", {}, account.name), h("p", { style: { margin: "0" } }, account.role === "admin" ? "You may view and steer experiments." : "You may view experiments but not steer them."),
  h("div", { class: "row" }, h("button", { type: "button", onclick: async () => { close(); await signOut(); feed.leave(); askForToken(); } }, "Sign out"), h("button", { type: "submit" }, "Close")))));

const link = document.getElementById("link");
let reachable = true;
function showLink(state) {
  const shown = !reachable && state === "live" ? "unavailable" : state;
  if (link.dataset.state === shown) return;
  link.dataset.state = shown;
  link.textContent = { live: "Live", connecting: "Reconnecting", unavailable: "No coordinator" }[shown];
}
let linkState = "connecting";
feed.on("state", state => { linkState = state; showLink(state); });
feed.on("coordinator", event => { reachable = event.reachable; showLink(linkState); });
const showWorkers = workers => {
  document.getElementById("worker-count").textContent = `${workers.count} worker${workers.count === 1 ? "" : "s"}, ${Math.min(workers.held, workers.slots)} of ${workers.slots} slots busy`;
};
const sum = (workers, figure) => workers.reduce((all, worker) => all + worker[figure], 0);
feed.on("workers", showWorkers);
feed.on("reset", async () => {
  const { workers } = await get("/workers").catch(() => ({ workers: [] }));
  showWorkers({ count: workers.length, slots: sum(workers, "slots"), held: sum(workers, "held") });
});

// A restarted coordinator has no sessions.
async function renewSession() {
  try {
    if (!await openSession()) { feed.leave(); askForToken(); }
  } catch {
    // The coordinator is unreachable. The feed reconnects, and its reset event tries again.
  }
}
feed.on("reset", renewSession);
feed.on("closed", renewSession);
window.addEventListener("hashchange", () => {
  linkToken = takeToken() ?? linkToken;
  if (linkToken === null) show(); else start();
});

// The link that a program prints has the user's token in the fragment, which browsers do not send. The page uses the token once and removes
// it from the address bar.
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
      await signIn(linkToken).catch(error => { if (error.isTemporary) throw error; });
      linkToken = null;
    }
    if (await openSession()) { feed.follow(); show(); } else askForToken();
  } catch (error) {
    notice(error.message);
    setTimeout(start, 2000);
  }
}
start();
