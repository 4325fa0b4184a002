// @ts-check
// Forms and links work without this file. With it answers come as one types, nothing jumps, and a server that has
// gone away is said while what was typed stays.

const gone = /** @type {HTMLElement} */ (document.getElementById("gone"));
/** The last request of each form: an answer to an earlier one is not shown. @type {Map<string, number>} */
const turns = new Map();

/** @typedef {{ method?: string, body?: BodyInit }} Sent */

/**
 * Asks the server for a page; a server that does not answer is said, and null is returned.
 * @param {string} url
 * @param {Sent} [sent]
 */
async function ask(url, sent) {
  try {
    const response = await fetch(url, { ...sent, headers: { Accept: "text/html" }, credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    tellGone(false);
    return { page, url: response.url };
  } catch {
    tellGone(true);
    return null;
  }
}

/** @param {boolean} isGone */
function tellGone(isGone) {
  if (!isGone) {
    gone.hidden = true;
    return;
  }
  if (gone.hidden) setTimeout(tryAgain, 2000);
  gone.hidden = false;
  gone.textContent = document.body.dataset.gone ?? "";
}

async function tryAgain() {
  try {
    await fetch(new URL("healthz", base()), { cache: "no-store" });
    gone.textContent = document.body.dataset.back ?? "";
    setTimeout(() => tellGone(false), 3000);
  } catch {
    setTimeout(tryAgain, 2000);
  }
}

/** Where the server's paths begin. */
function base() {
  const icon = /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=icon]"));
  return new URL("..", icon.href);
}

/**
 * Puts the regions of a page in the place of those that are here.
 * @param {Document} page
 */
function takeRegions(page) {
  for (const region of page.querySelectorAll("[data-region]")) {
    const own = document.getElementById(region.id);
    if (own) own.replaceChildren(...region.childNodes);
  }
  say(page);
  ready();
}

/**
 * Puts a whole view in the place of the one that is here.
 * @param {Document} page
 */
function takeView(page) {
  const [own, other] = [document.getElementById("main"), page.getElementById("main")];
  if (!own || !other) return;
  own.replaceChildren(...other.childNodes);
  document.title = page.title;
  for (const script of page.querySelectorAll("script[src]")) {
    const src = script.getAttribute("src") ?? "";
    if (!document.querySelector(`script[src="${CSS.escape(src)}"]`)) import(src);
  }
  say(page);
  ready();
}

/** Views that come later have things of their own to set up, and a view of what still runs is asked for again. */
function ready() {
  document.dispatchEvent(new Event("page:ready"));
  const running = /** @type {HTMLElement | null} */ (document.querySelector("[data-again]"));
  if (!running) return;
  setTimeout(async () => {
    const came = running.isConnected ? await ask(location.href) : null;
    if (came) takeView(came.page);
    else if (running.isConnected) ready();
  }, Number(running.dataset.again));
}

/** @param {Document} page */
function say(page) {
  const [own, other] = [document.getElementById("said"), page.getElementById("said")];
  if (own && other && own.textContent !== other.textContent) own.textContent = other.textContent;
}

/**
 * What a form sends: an address for GET, an address and a body for POST.
 * @param {HTMLFormElement} form
 * @param {HTMLElement | null} [submitter]
 * @returns {{ url: string, sent?: Sent }}
 */
function request(form, submitter) {
  const fields = new FormData(form, submitter ?? undefined);
  const text = new URLSearchParams();
  for (const [name, value] of fields) if (typeof value === "string" && (value || isPost(form))) text.append(name, value);
  const own = submitter?.getAttribute("formaction");
  const url = new URL(own ?? form.getAttribute("action") ?? location.href, location.href);
  if (isPost(form)) return { url: url.href, sent: { method: "POST", body: text } };
  url.search = text.toString();
  return { url: url.href };
}

/** @param {HTMLFormElement} form */
function isPost(form) {
  return form.method === "post";
}

/**
 * @param {HTMLFormElement} form
 * @param {boolean} isKept whether Back shall lead to what was before
 */
async function answerLive(form, isKept) {
  const live = form.dataset.live || (form.getAttribute("action") ?? "");
  const turn = (turns.get(live) ?? 0) + 1;
  turns.set(live, turn);
  const { url, sent } = request(form);
  const target = form.dataset.live ? new URL(form.dataset.live, location.href).href : url;
  const came = await ask(sent ? target : url, sent);
  if (!came || turns.get(live) !== turn) return;
  takeRegions(came.page);
  if (!sent) remember(isKept ? "pushState" : "replaceState", came.url);
}

/** @type {number | undefined} */
let waiting;
document.addEventListener("input", (event) => {
  const field = /** @type {HTMLInputElement} */ (event.target);
  const form = field.form;
  if (!form?.hasAttribute("data-live")) return;
  mirror(field);
  clearTimeout(waiting);
  waiting = window.setTimeout(() => answerLive(form, false), 60);
});

/** Two controls of one value, such as a slider and a number, say the same. @param {HTMLInputElement} field */
function mirror(field) {
  const other = field.dataset.mirror && document.getElementById(field.dataset.mirror);
  if (other instanceof HTMLInputElement) other.value = field.value;
}

document.addEventListener("submit", async (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.enctype === "multipart/form-data" || form.hasAttribute("data-plain")) return;
  event.preventDefault();
  clearTimeout(waiting);
  if (form.hasAttribute("data-theme-form")) return setTheme(form);
  if (form.hasAttribute("data-live") && !isPost(form)) return answerLive(form, true);
  const { url, sent } = request(form, event.submitter);
  await visit(url, sent);
});

/**
 * Goes to another view. A body, which may name a person, stays in the history of this tab and out of the address.
 * @param {string} url
 * @param {Sent} [sent]
 */
async function visit(url, sent) {
  const came = await ask(url, sent);
  if (!came) return;
  takeView(came.page);
  const body = sent && came.url === url ? String(sent.body) : undefined;
  remember("pushState", came.url, body);
  document.getElementById("main")?.focus({ preventScroll: true });
  scrollTo(0, 0);
}

document.addEventListener("click", async (event) => {
  const link = /** @type {Element} */ (event.target).closest?.("a[data-live]");
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const id = link.id;
  const came = await ask(link.href);
  if (!came) return;
  takeRegions(came.page);
  remember("pushState", came.url);
  if (id) document.getElementById(id)?.focus({ preventScroll: true });
});

/** What is shown: a jump within a view is no other view. */
let shown = place(history.state?.body);

/** @param {string} [body] */
function place(body) {
  return [location.pathname, location.search, body ?? ""].join(" ");
}

/**
 * @param {"pushState" | "replaceState"} how
 * @param {string} url
 * @param {string} [body]
 */
function remember(how, url, body) {
  history[how]({ page: true, body }, "", url);
  shown = place(body);
}

addEventListener("popstate", async (event) => {
  const body = event.state?.body;
  if (place(body) === shown) return;
  shown = place(body);
  const sent = body ? { method: "POST", body: new URLSearchParams(body) } : undefined;
  const came = await ask(location.href, sent);
  if (came) takeView(came.page);
});
history.replaceState(history.state ?? { page: true }, "");

/** The theme changes at once; the server remembers it. @param {HTMLFormElement} form */
function setTheme(form) {
  const { url, sent } = request(form);
  const theme = new FormData(form).get("theme");
  if (theme) document.documentElement.dataset.theme = String(theme);
  else delete document.documentElement.dataset.theme;
  fetch(url, { ...sent, redirect: "manual" }).catch(() => tellGone(true));
}
document.addEventListener("change", (event) => {
  const field = /** @type {HTMLElement} */ (event.target);
  const form = /** @type {HTMLSelectElement} */ (field).form;
  if (form?.hasAttribute("data-theme-form")) setTheme(form);
});

document.documentElement.classList.add("live");
ready();
