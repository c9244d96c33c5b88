import { UsageError } from '../../src/cli/index.ts';

/** @throws {UsageError} unless `text` is a whole number of at least 1. */
export function parseCount(flag: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1) {
    throw new UsageError(`${flag} takes a whole number from 1 on, not "${text}"`);
  }
  return value;
}

/** @throws {UsageError} unless `text` is a whole number or `unlimited`. */
export function parseBound(flag: string, text: string): number | 'unlimited' {
  if (text === 'unlimited') return text;
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new UsageError(`${flag} takes a whole number from 0 on, or unlimited, not "${text}"`);
  return value;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** @returns milliseconds. @throws {UsageError} unless `text` is a duration such as `500ms`, `30s`, `5m` or `2h`. */
export function parseDuration(flag: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  const unit = UNITS[match?.[2] ?? ''];
  if (!match || unit === undefined)
    throw new UsageError(`${flag} takes a duration like 30s, 5m or 2h, not "${text}"`);
  return Number(match[1]) * unit;
}

/**
 * Seeds as the command line names them: `a..b` for a range of numbers, both ends included, or a single seed.
 *
 * @throws {UsageError} when the range is backwards.
 */
export function parseSeeds(text: string): Iterable<string> {
  const range = /^(\d+)\.\.(\d+)$/.exec(text);
  if (!range) {
    if (text.includes('..'))
      throw new UsageError(`--seeds takes a range of numbers like 0..99, not "${text}"`);
    return [text];
  }
  const [from, to] = [Number(range[1]), Number(range[2])];
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to)) {
    throw new UsageError(`--seeds ${text}: numbers beyond ${Number.MAX_SAFE_INTEGER} are not seeds`);
  }
  if (from > to) throw new UsageError(`--seeds ${text} runs backwards: did you mean ${to}..${from}?`);
  return numbers(from, to);
}

function* numbers(from: number, to: number): Iterable<string> {
  for (let seed = from; seed <= to; seed += 1) yield String(seed);
}

/** Seeds grown from one: `base/0`, `base/1`, … */
export function* seedsFrom(base: string, count: number): Iterable<string> {
  for (let index = 0; index < count; index += 1) yield `${base}/${index}`;
}
