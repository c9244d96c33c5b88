/**
 * @import { PageRun } from '../page-data.ts'
 * @typedef {{ readonly from: number, readonly to: number }} Span
 */

const WIDTH = 12;
const EDGE = 8;
/** With more tracks than that, groups are folded from the start. */
const MOST_TRACKS = 20;
const SVG = 'http://www.w3.org/2000/svg';

/** Who is at work in which lane, and a picture of that for each step. */
export class Lanes {
  /** Groups that are one track. @type {Set<number>} */
  folded = new Set();
  /** @type {PageRun} */
  #run;
  /** Where each group begins. @type {number[]} */
  #starts = [];
  /** @type {(Span & { readonly actor: number })[][]} */
  #columns = [];
  /** @type {Map<number, Span[]>} */
  #transactions;
  /** @type {Map<number, Span[]>} */
  #waits;

  /** @param {PageRun} run */
  constructor(run) {
    this.#run = run;
    this.#transactions = byActor(run.transactions, run.steps.length);
    this.#waits = byActor(run.waits, run.steps.length);
    const tracks = run.groups.reduce((sum, group) => sum + group.tracks, 0);
    if (tracks > MOST_TRACKS) for (const index of run.groups.keys()) this.folded.add(index);
  }

  /**
   * Gives lanes to those groups alone that have something to show.
   *
   * @param {ReadonlySet<number>} groups
   */
  arrange(groups) {
    let next = 0;
    this.#starts = this.#run.groups.map(({ tracks }, group) => {
      const start = next;
      if (groups.has(group)) next += this.folded.has(group) ? 1 : tracks;
      return groups.has(group) ? start : -1;
    });
    this.#columns = Array.from({ length: next }, () => []);
    for (const [actor, { from, to }] of this.#run.actors.entries()) {
      this.#columns[this.#columnOf(actor)]?.push({ actor, from, to });
    }
    for (const column of this.#columns) column.sort((one, other) => one.from - other.from);
  }

  /** Whether a group has lanes. @param {number} group */
  has(group) {
    return (this.#starts[group] ?? -1) >= 0;
  }

  get width() {
    return this.#columns.length * WIDTH + EDGE;
  }

  /**
   * The lanes beside a row.
   *
   * @param {Span} steps that the row stands for
   * @param {number} height in pixels
   * @param {boolean} hasChanged whether others see something changed by it
   */
  picture({ from, to }, height, hasChanged) {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('class', 'strip');
    svg.setAttribute('width', String(this.width));
    svg.setAttribute('height', String(height));
    svg.setAttribute('aria-hidden', 'true');
    const middle = height / 2;
    for (const [index, column] of this.#columns.entries()) {
      const there = at(column, from) ?? (from < to ? at(column, to) : undefined);
      if (!there) continue;
      const x = this.#x(index);
      const top = there.from === from && from === to ? middle : 0;
      const bottom = there.to === from && from === to ? middle : height;
      const lane = this.#classOf(there.actor);
      if (at(this.#transactions.get(there.actor), from)) svg.append(line(`${lane} holds`, x, top, x, bottom));
      const waits = at(this.#waits.get(there.actor), from);
      svg.append(line(`${lane} ${waits ? 'waits' : 'alive'}`, x, top, x, bottom));
    }
    const step = from === to ? this.#run.steps[from - 1] : undefined;
    if (!step) return svg;
    const own = this.#columnOf(step.actor);
    const other = step.other === undefined ? -1 : this.#columnOf(step.other);
    if (own >= 0 && other >= 0) {
      const [start, end] = step.kind === 'answer' ? [other, own] : [own, other];
      svg.append(
        line('message', this.#x(start), middle, this.#x(end), middle),
        arrow(this.#x(start), this.#x(end), middle),
      );
    }
    if (own >= 0) {
      const dot = document.createElementNS(SVG, 'circle');
      const bad = step.isBad ? ' bad' : '';
      setAll(dot, {
        class: `${this.#classOf(step.actor)} dot${hasChanged ? ' changed' : ''}${bad}`,
        cx: this.#x(own),
        cy: middle,
        r: 4,
      });
      svg.append(dot);
    }
    return svg;
  }

  /** @param {number} column */
  #x(column) {
    return EDGE + column * WIDTH;
  }

  /** @param {number} actor */
  #columnOf(actor) {
    const { group = 0, track = 0 } = this.#run.actors[actor] ?? {};
    const start = this.#starts[group] ?? -1;
    return start < 0 ? -1 : start + (this.folded.has(group) ? 0 : track);
  }

  /** @param {number} actor */
  #classOf(actor) {
    return laneClass(this.#run, actor);
  }
}

/**
 * The colour of an actor: those of the story have one each, and all others are grey; without a story each group has one.
 *
 * @param {PageRun} run
 * @param {number} actor
 */
export function laneClass({ story, actors }, actor) {
  const part = story?.actors.indexOf(actor) ?? -1;
  return `lane-${story ? (part < 0 ? 'other' : part % 8) : (actors[actor]?.group ?? 0) % 8}`;
}

/** The colour of a group, where those have one. @param {PageRun} run @param {number} group */
export function groupClass({ story }, group) {
  return `lane-${story ? 'other' : group % 8}`;
}

/**
 * The span that a step is in. Spans are in the order of their beginnings, and few of them overlap.
 *
 * @template {Span} Kind
 * @param {readonly Kind[] | undefined} spans
 * @param {number} step
 * @returns {Kind | undefined}
 */
export function at(spans = [], step) {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.from ?? 0) <= step) low = middle + 1;
    else high = middle;
  }
  for (let index = low - 1; index >= Math.max(0, low - 8); index -= 1) {
    const span = spans[index];
    if (span && span.to >= step) return span;
  }
  return undefined;
}

/**
 * @param {readonly { readonly actor: number, readonly from: number, readonly to: number | null }[]} spans
 * @param {number} end
 */
function byActor(spans, end) {
  /** @type {Map<number, Span[]>} */
  const found = new Map();
  for (const { actor, from, to } of spans) {
    const own = found.get(actor) ?? [];
    own.push({ from, to: to ?? end });
    found.set(actor, own);
  }
  return found;
}

/** @param {string} kind @param {number} x1 @param {number} y1 @param {number} x2 @param {number} y2 */
function line(kind, x1, y1, x2, y2) {
  const made = document.createElementNS(SVG, 'line');
  setAll(made, { class: kind, x1, y1, x2, y2 });
  return made;
}

/** @param {number} from @param {number} to @param {number} y */
function arrow(from, to, y) {
  const made = document.createElementNS(SVG, 'path');
  const tip = to + (from < to ? -4 : 4);
  const back = tip + (from < to ? -4 : 4);
  setAll(made, { class: 'message-head', d: `M${back} ${y - 3} L${tip} ${y} L${back} ${y + 3} Z` });
  return made;
}

/** @param {Element} made @param {Record<string, string | number>} attributes */
function setAll(made, attributes) {
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
}
