// Calls the HTTP API. An ApiError has a message for people, and for an experiment file the errors with line and column.
export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || `The coordinator responded with status ${status}.`);
    this.status = status;
    // No response, or the coordinator is unavailable: the same request may succeed later.
    this.isTemporary = [0, 502, 503, 504].includes(status);
    this.errors = problem.errors || [];
  }
}

export const account = { needsToken: false, name: null, role: null, antiforgery: null, listeners: new Set() };

function updateAccount(state) {
  account.needsToken = state.needs_token;
  account.name = state.name;
  account.role = state.role;
  account.antiforgery = state.antiforgery_token;
  account.listeners.forEach(listener => listener());
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
    // The connection may break in the middle of a response.
    if (response.ok) return response.status === 204 ? null : await response.json();
  } catch {
    throw new ApiError(0, { detail: "The coordinator is unreachable." });
  }
  throw new ApiError(response.status, await response.json().catch(() => ({})));
}

export const get = path => call("GET", path);
export const post = (path, body, type) => call("POST", path, body, type);
export const put = (path, value) => call("PUT", path, JSON.stringify(value), "application/json");

export async function openSession() {
  const state = await get("/session");
  updateAccount(state);
  if (!state.name && !state.needs_token) await signIn(null);
  return account.name !== null;
}
export async function signIn(token) {
  updateAccount(await post("/session", JSON.stringify({ token }), "application/json"));
}
export async function signOut() {
  await call("DELETE", "/session");
  updateAccount(await get("/session"));
}

const minPause = 700;
const pauseAfterError = 2000;

// Returns a function that schedules a call of "load". Calls it again after a temporary error. A pause after each call limits the load on
// the coordinator. Passes each error, or null, to "report".
export function refresher(load, report = () => {}) {
  let timer = 0, running = false, requested = false, pause = minPause, stopped = false;
  async function run() {
    timer = 0;
    if (stopped || document.hidden) { requested = !stopped; return; }
    running = true;
    requested = false;
    const started = performance.now();
    let failure = null;
    try {
      await load();
      pause = Math.max(minPause, 12 * (performance.now() - started));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failure = error;
      pause = pauseAfterError;
      requested ||= error.isTemporary;
    } finally {
      running = false;
      if (requested && !timer && !stopped) timer = setTimeout(run, pause);
    }
    if (!stopped) report(failure);
  }
  const onVisible = () => { if (!document.hidden && requested) refresh(); };
  function refresh() {
    requested = true;
    if (!running && !timer) timer = setTimeout(run, pause);
  }
  document.addEventListener("visibilitychange", onVisible);
  refresh.now = () => { clearTimeout(timer); timer = 0; return run(); };
  refresh.stop = () => { stopped = true; clearTimeout(timer); document.removeEventListener("visibilitychange", onVisible); };
  return refresh;
}
