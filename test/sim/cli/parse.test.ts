import { describe, expect, it } from 'vitest';
import { parseCount, parseDuration, parseSeeds, seedsFrom } from '../../../sim/cli/parse.ts';
import { UsageError } from '../../../src/cli/index.ts';

describe('parseCount', () => {
  it.each([
    ['1', 1],
    ['007', 7],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('reads %s', (text, value) => {
    expect(parseCount('--runs', text)).toBe(value);
  });

  it.each(['0', '-1', '1.5', '1e3', '0x10', '', ' 1', 'ten', '9007199254740992'])('refuses "%s"', (text) => {
    expect(() => parseCount('--runs', text)).toThrow(UsageError);
    expect(() => parseCount('--runs', text)).toThrow(`--runs takes a whole number from 1 on, not "${text}"`);
  });
});

describe('parseDuration', () => {
  it.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['1.5s', 1_500],
    ['0s', 0],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration('--for', text)).toBe(milliseconds);
  });

  it.each(['', '30', 's', '30 s', '-5s', '1d', '5S', 'soon', '.5s'])('refuses "%s"', (text) => {
    expect(() => parseDuration('--for', text)).toThrow(UsageError);
    expect(() => parseDuration('--for', text)).toThrow(
      `--for takes a duration like 30s, 5m or 2h, not "${text}"`,
    );
  });
});

describe('parseSeeds', () => {
  it.each([
    ['0..3', ['0', '1', '2', '3']],
    ['7..7', ['7']],
    ['41', ['41']],
    ['1f3a/17', ['1f3a/17']],
  ])('reads %s', (text, seeds) => {
    expect([...parseSeeds(text)]).toEqual(seeds);
  });

  it('does not write down the seeds of a long range', () => {
    const [first] = parseSeeds('0..9007199254740991');
    expect(first).toBe('0');
  });

  it.each([
    ['9..1', '--seeds 9..1 runs backwards: did you mean 1..9?'],
    ['a..b', '--seeds takes a range of numbers like 0..99, not "a..b"'],
    ['1..', '--seeds takes a range of numbers like 0..99, not "1.."'],
    ['1...5', '--seeds takes a range of numbers like 0..99, not "1...5"'],
    ['0..9007199254740992', 'numbers beyond 9007199254740991 are not seeds'],
  ])('refuses %s', (text, reason) => {
    expect(() => parseSeeds(text)).toThrow(UsageError);
    expect(() => parseSeeds(text)).toThrow(reason);
  });
});

describe('seedsFrom', () => {
  it('numbers the seeds that grow from one', () => {
    expect([...seedsFrom('1f3a', 3)]).toEqual(['1f3a/0', '1f3a/1', '1f3a/2']);
  });
});
