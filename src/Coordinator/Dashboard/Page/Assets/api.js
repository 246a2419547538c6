// The way to the coordinator. A refusal is an error whose message a person can read; errors of a file come with their places.
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || `The coordinator answered ${status}.`);
    this.status = status;
    this.errors = problem.errors || [];
  }
}

export const account = { needsToken: false, name: null, role: null, antiforgery: null, listeners: new Set() };

function take(state) {
  account.needsToken = state.needs_token;
  account.name = state.name;
  account.role = state.role;
  account.antiforgery = state.antiforgery_token;
  account.listeners.forEach(tell => tell());
}

async function call(method, path, body, type) {
  let response;
  try {
    response = await fetch("/api/v1" + path, {
      method, body, credentials: "same-origin",
      headers: {
        ...(type ? { "Content-Type": type } : {}),
        ...(method !== "GET" && account.antiforgery ? { "X-Antiforgery-Token": account.antiforgery } : {}),
      },
    });
  } catch {
    throw new Refusal(0, { detail: "The coordinator cannot be reached." });
  }
  if (!response.ok) throw new Refusal(response.status, await response.json().catch(() => ({})));
  return response.status === 204 ? null : response.json();
}

export const get = path => call("GET", path);
export const post = (path, body, type) => call("POST", path, body, type);
export const put = (path, value) => call("PUT", path, JSON.stringify(value), "application/json");

export async function openSession() {
  const state = await get("/session");
  take(state);
  if (!state.name && !state.needs_token) await signIn(null);
  return account.name !== null;
}
export async function signIn(token) {
  take(await post("/session", JSON.stringify({ token }), "application/json"));
}
export async function signOut() {
  await call("DELETE", "/session");
  take(await get("/session"));
}

// Asks again when there is news, but never so often that the asking itself becomes the work.
export function refresher(ask) {
  let timer = 0, running = false, wanted = false, rest = 700, stopped = false;
  async function run() {
    timer = 0;
    if (stopped || document.hidden) { wanted = !stopped; return; }
    running = true;
    wanted = false;
    const started = performance.now();
    try { await ask(); } catch (error) { if (!(error instanceof Refusal)) throw error; }
    rest = Math.max(700, 12 * (performance.now() - started));
    running = false;
    if (wanted) timer = setTimeout(run, rest);
  }
  const wake = () => { if (!document.hidden && wanted) refresh(); };
  function refresh() {
    wanted = true;
    if (!running && !timer) timer = setTimeout(run, rest);
  }
  document.addEventListener("visibilitychange", wake);
  refresh.now = () => { clearTimeout(timer); timer = 0; return run(); };
  refresh.stop = () => { stopped = true; clearTimeout(timer); document.removeEventListener("visibilitychange", wake); };
  return refresh;
}
