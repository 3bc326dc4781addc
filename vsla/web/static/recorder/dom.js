/** Make elements: no text ever becomes markup. */

const SVG = "http://www.w3.org/2000/svg";
const VERSION = new URL(".", import.meta.url).href;

/**
 * Make an element.
 * @param {string} tag
 * @param {Record<string, any> | null} [attrs] `on: {click: fn}` listens; null, undefined and false
 *   leave an attribute out, true sets it empty; `value`, `checked` and `disabled` are properties.
 * @param {...any} children strings and numbers become text; null and false are left out; arrays are
 *   laid flat.
 * @returns {HTMLElement}
 */
export function h(tag, attrs, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attrs || {})) {
    if (name === "on") {
      for (const [event, listen] of Object.entries(value)) element.addEventListener(event, listen);
    } else if (name === "value" || name === "checked" || name === "disabled") {
      /** @type {any} */ (element)[name] = value;
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(element, children);
  return element;
}

/**
 * @param {Element} parent
 * @param {any[]} children
 */
function append(parent, children) {
  for (const child of children) {
    if (Array.isArray(child)) append(parent, child);
    else if (child !== null && child !== undefined && child !== false) parent.append(child);
  }
}

/**
 * Put other children in the place of those that are there.
 * @param {Element} parent
 * @param {...any} children as for `h`
 */
export function fill(parent, ...children) {
  while (parent.lastChild) parent.lastChild.remove();
  append(parent, children);
}

/**
 * Draw a sign of the sprite: from the page itself where it carries the sign, else from the file.
 * @param {string} name
 * @param {{label?: string, size?: number, tone?: string}} options a label is read aloud; without
 *   one the sign is decoration beside a word.
 * @returns {SVGElement}
 */
export function sign(name, { label, size = 24, tone } = {}) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  const here = document.getElementById(name);
  use.setAttribute("href", here instanceof SVGElement ? `#${name}` : `${VERSION}signs.svg#${name}`);
  svg.setAttribute("class", ["s", size === 40 && "s-40", tone].filter(Boolean).join(" "));
  svg.setAttribute("width", String(size));
  svg.setAttribute("height", String(size));
  if (label) {
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
  } else {
    svg.setAttribute("aria-hidden", "true");
  }
  svg.append(use);
  return svg;
}

/**
 * A sign and a word on one line.
 * @param {string} name
 * @param {string} text
 * @param {string} [tone] good, warn or bad
 */
export function chip(name, text, tone) {
  return h("p", { class: tone ? `chip ${tone}` : "chip" }, sign(name), h("span", { class: "wrap" }, text));
}

/** @type {Record<string, string>} */
const NOTE_SIGNS = { done: "check", info: "rules", warn: "warning", bad: "minus" };

/**
 * A message: a sign, what happened, and what to do.
 * @param {"done"|"info"|"warn"|"bad"} kind
 * @param {string} what
 * @param {...any} rest
 */
export function note(kind, what, ...rest) {
  const role = kind === "bad" ? "alert" : "status";
  return h("div", { class: `note ${kind}`, role }, sign(NOTE_SIGNS[kind]), h("p", null, h("b", null, what)), rest);
}
