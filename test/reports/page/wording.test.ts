import { describe, expect, it } from 'vitest';
import {
  duration,
  figure,
  nightName,
  ordinal,
  percent,
  perSecond,
  shortName,
} from '../../../reports/page/wording.ts';

/** Figures keep their units in the same line. */
const NB = '\u00A0';

describe('figures in words', () => {
  it.each([
    [0, '0 ms'],
    [340, '340 ms'],
    [12_480, '12.5 s'],
    [200_000, '3 min 20 s'],
    [3_599_700, '1 h 0 min'],
    [28_800_000, '8 h 0 min'],
  ])('%d ms is %s', (milliseconds, text) => expect(duration(milliseconds)).toBe(text.replaceAll(' ', NB)));

  it.each([
    [1, '100 %'],
    [0.9999, '99.99 %'],
    [0.834, '83 %'],
    [0.031, '3.1 %'],
    [0.0006, '0.06 %'],
    [0, '0 %'],
  ])('%d is %s', (share, text) => expect(percent(share)).toBe(text.replaceAll(' ', NB)));

  it.each([
    [1_204.4, '1,204'],
    [33, '33.0'],
    [0.14, '0.14'],
  ])('%d is %s', (value, text) => expect(figure(value)).toBe(text));

  it.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [112, '112th'],
    [23, '23rd'],
  ])('%d is %s', (value, text) => expect(ordinal(value)).toBe(text));

  it('no time makes no rate', () => expect(perSecond(3, 0)).toBe(0));

  it('a night is named by its time, and by its id where that is none', () => {
    expect(nightName('2026-03-05T02-00-00Z')).toBe('5 March 2026, 02:00 UTC');
    expect(shortName('2026-03-05T02-00-00Z')).toBe('03-05');
    expect(nightName('<night>')).toBe('<night>');
    expect(nightName('2026-99-99T02-00-00Z')).toBe('2026-99-99T02-00-00Z');
    expect(shortName('x')).toBe('x');
  });
});
