/** The high contrast for sunlight: the same switch as on every page, kept on this phone. */

const KEPT = "contrast";

export function isHigh() {
  return document.documentElement.dataset.contrast === "high";
}

/**
 * @param {boolean} high
 * @returns {boolean} high
 */
export function setHigh(high) {
  if (high) document.documentElement.dataset.contrast = "high";
  else delete document.documentElement.dataset.contrast;
  try {
    localStorage.setItem(KEPT, high ? "high" : "");
  } catch (error) {
    // A private window: the switch lasts as long as the page.
  }
  return high;
}

export function recallContrast() {
  try {
    setHigh(localStorage.getItem(KEPT) === "high");
  } catch (error) {
    // A private window.
  }
}
