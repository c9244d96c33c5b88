/** @typedef {Node | string | number | false | null | undefined} Child */

/**
 * Makes an element. Whatever is text becomes a text node: nothing that a run has said is ever read as markup.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | EventListener | undefined>} [attributes] `onclick` and its like are listeners; `true` is an attribute without a value
 * @param {...(Child | readonly Child[])} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.flat().flatMap((child) => (child || child === 0 ? [asNode(child)] : [])));
  return made;
}

/**
 * The element of the page's frame that has an id.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no ${id}`);
  return found;
}

/** @param {Node | string | number} child */
function asNode(child) {
  return typeof child === 'object' ? child : String(child);
}
