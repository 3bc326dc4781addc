/* What makes pages pleasanter with a script; every page works without one.
 *
 * data-contrast-button      a button that switches the high contrast for sunlight
 * data-reveal="id"          a checkbox that shows the password in the field #id
 * data-send-at-once         a form that is sent as soon as the page is there
 * data-leave="/there"       a form that logs out: whoever recorded on this phone is asked there first
 * data-sum="name"           fields added up into the elements with data-total="name"
 * data-rate="500"           on such a field: minor units of one counted thing (shares, notes)
 */
const root = document.documentElement;

function readContrast() {
  try { return localStorage.getItem("contrast") === "high"; } catch { return false; }
}

function setContrast(high) {
  if (high) root.dataset.contrast = "high"; else delete root.dataset.contrast;
  for (const button of document.querySelectorAll("[data-contrast-button]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(high));
  }
  try { localStorage.setItem("contrast", high ? "high" : ""); } catch { /* a private window */ }
}

/* Whole numbers only: the marks between thousands are dropped, decimals give no live total. */
function readWhole(text) {
  const bare = text.replace(/[\s\u00a0\u202f'’]/g, "");
  if (bare === "") return 0;
  if (!/^(\d{1,12}|\d{1,3}([.,]\d{3})+)$/.test(bare)) return null;
  return Number(bare.replace(/[.,]/g, ""));
}

function printWhole(number) {
  return new Intl.NumberFormat(root.dataset.format || root.lang).format(number);
}

function addUp(name) {
  let total = 0;
  for (const field of document.querySelectorAll(`[data-sum="${name}"]`)) {
    const number = readWhole(field.value);
    if (number === null) return;
    total += number * Number(field.dataset.rate || 1);
  }
  for (const place of document.querySelectorAll(`[data-total="${name}"]`)) {
    place.textContent = printWhole(total);
  }
}

document.addEventListener("input", (event) => {
  if (event.target.dataset.sum) addUp(event.target.dataset.sum);
});

document.addEventListener("change", (event) => {
  const field = event.target.dataset.reveal && document.getElementById(event.target.dataset.reveal);
  if (field) field.type = event.target.checked ? "text" : "password";
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-contrast-button]")) setContrast(root.dataset.contrast !== "high");
});

document.addEventListener("submit", (event) => {
  const { leave } = event.target.dataset;
  let recorded = null;
  try { recorded = localStorage.getItem("recorder-user"); } catch { /* a private window */ }
  if (!leave || !recorded) return;
  event.preventDefault();
  location.assign(leave);
});

setContrast(readContrast());
for (const box of document.querySelectorAll("[data-reveal]")) box.closest("label").hidden = false;
for (const form of document.querySelectorAll("form[data-send-at-once]")) form.submit();
