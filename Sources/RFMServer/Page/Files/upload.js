// @ts-check
// Sends a file with its progress, and lets one drop it. Without this file the form sends it by itself.

document.addEventListener("page:ready", setUp);
setUp();

function setUp() {
  for (const form of document.querySelectorAll("form[enctype='multipart/form-data']:not([data-set])")) {
    if (form instanceof HTMLFormElement) watch(form);
  }
}

/** @param {HTMLFormElement} form */
function watch(form) {
  form.dataset.set = "";
  const files = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[type=file]")]);
  const first = files[0];
  if (!first) return;
  if (files.length === 1) {
    first.addEventListener("change", () => {
      if (first.files?.length) form.requestSubmit();
    });
  }
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    if (!event.dataTransfer?.files.length) return;
    const field = files.find((file) => !file.files?.length) ?? first;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change"));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, files);
  });
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLInputElement[]} files
 */
function send(form, files) {
  const { limit = "0", tooLarge = "", sending = "", reading = "", stop = "", failed = "" } = form.dataset;
  const bytes = files.reduce((sum, field) => sum + (field.files?.[0]?.size ?? 0), 0);
  const status = /** @type {HTMLElement} */ (form.querySelector("[data-progress]"));
  if (bytes > Number(limit)) {
    status.textContent = tooLarge;
    return;
  }
  const bar = document.createElement("progress");
  bar.max = Math.max(bytes, 1);
  bar.value = 0;
  bar.setAttribute("aria-label", sending);
  const words = document.createElement("span");
  const cancel = document.createElement("button");
  cancel.type = "button";
  cancel.textContent = stop;
  status.replaceChildren(bar, words, cancel);
  const format = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

  const request = new XMLHttpRequest();
  const { api = "", rows = "" } = form.dataset;
  /** @type {EventSource | undefined} */
  let events;
  /** What is let go of, where the server has the file already. */
  let kept = "";
  cancel.addEventListener("click", () => {
    request.abort();
    events?.close();
    if (kept) fetch(kept, { method: "DELETE" });
    kept = "gone";
    status.replaceChildren();
  });
  request.upload.addEventListener("progress", (event) => {
    bar.value = Math.min(event.loaded, bar.max);
    const isThere = event.loaded >= event.total;
    words.textContent = isThere ? reading : `${format.format(event.loaded / 1e6)} / ${format.format(event.total / 1e6)} MB`;
  });
  request.addEventListener("error", () => {
    status.textContent = failed;
  });
  request.addEventListener("load", async () => {
    if (request.status >= 400) {
      status.textContent = sentence(request) || failed;
      return;
    }
    if (!api) return location.assign(request.responseURL);
    const { id } = JSON.parse(request.responseText);
    kept = `${api}/${id}`;
    bar.removeAttribute("value");
    events = new EventSource(`${kept}/events`);
    events.addEventListener("state", (event) => {
      const state = JSON.parse(event.data);
      if (state.rows) words.textContent = rows.replace("{n}", format.format(state.rows));
    });
    // The address has the model in it.
    const page = new URL(form.action);
    page.pathname += `/${id}`;
    await fetch(page, { headers: { Accept: "text/html" } }).catch(() => undefined);
    events.close();
    if (kept !== "gone") location.assign(page);
  });
  request.open("POST", api || form.action);
  request.setRequestHeader("Accept", api ? "application/json" : "text/html");
  request.send(new FormData(form));
}

/** What a refusal says. @param {XMLHttpRequest} request */
function sentence(request) {
  if (request.getResponseHeader("Content-Type")?.includes("json")) return JSON.parse(request.responseText).detail;
  return new DOMParser().parseFromString(request.responseText, "text/html").querySelector(".problem")?.textContent;
}
