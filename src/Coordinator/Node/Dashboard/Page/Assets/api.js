// The way to the coordinator. A refusal is an error whose message a person can read; errors of a file come with their places.
export class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || `The coordinator answered ${status}.`);
    this.status = status;
    // Nobody answered, or nobody who could: later the same question may be answered.
    this.passes = [0, 502, 503, 504].includes(status);
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
    // The connection may end in the middle of an answer.
    if (response.ok) return response.status === 204 ? null : await response.json();
  } catch {
    throw new Refusal(0, { detail: "The coordinator cannot be reached." });
  }
  throw new Refusal(response.status, await response.json().catch(() => ({})));
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

const leastRest = 700;
const restAfterRefusal = 2000;

// Asks again when there is news, and after a refusal that passes, but never so often that the asking itself becomes the work.
// Each time "told" is told the refusal, or null.
export function refresher(ask, told = () => {}) {
  let timer = 0, running = false, wanted = false, rest = leastRest, stopped = false;
  async function run() {
    timer = 0;
    if (stopped || document.hidden) { wanted = !stopped; return; }
    running = true;
    wanted = false;
    const started = performance.now();
    let refusal = null;
    try {
      await ask();
      rest = Math.max(leastRest, 12 * (performance.now() - started));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal = error;
      rest = restAfterRefusal;
      wanted ||= error.passes;
    } finally {
      running = false;
      if (wanted && !timer && !stopped) timer = setTimeout(run, rest);
    }
    if (!stopped) told(refusal);
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
