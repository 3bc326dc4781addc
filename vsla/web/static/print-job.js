/* Shows how far a print job is: after a click on a link with data-watch the page asks itself again
 * every few seconds, until all is done or nothing has been heard for a long time. */
const EVERY_MS = 4000;
const TURNS = 150;
let left = 0;

async function look() {
  left -= 1;
  try {
    const answer = await fetch(window.location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["print-said", "print-list"]) {
      const old = document.getElementById(id);
      const fresh = page.getElementById(id);
      if (fresh && fresh.textContent !== old.textContent) old.replaceChildren(...fresh.childNodes);
    }
    if (page.querySelector("[data-all-done]")) left = 0;
  } catch { /* no network for a moment: the next turn asks again */ }
  if (left > 0) setTimeout(look, EVERY_MS);
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-watch]")) return;
  if (left === 0) setTimeout(look, EVERY_MS);
  left = TURNS;
});
