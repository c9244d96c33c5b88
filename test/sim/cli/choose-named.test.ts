import { describe, expect, it } from 'vitest';
import { chooseNamed } from '../../../sim/cli/choose-named.ts';
import { UsageError } from '../../../src/cli/index.ts';

const known = [{ name: 'fan-out' }, { name: 'race' }, { name: 'large-batch' }];

describe('chooseNamed', () => {
  it('finds what has the name', () => {
    expect(chooseNamed('scenario', 'race', known)).toBe(known[1]);
  });

  it.each([
    ['fanout', 'fan-out'],
    ['rac', 'race'],
    ['large-bach', 'large-batch'],
    ['RACE', 'known: fan-out, race, large-batch'],
  ])('answers %s with the nearest name, or with all where none is near', (name, hint) => {
    const choose = (): unknown => chooseNamed('scenario', name, known);
    expect(choose).toThrow(UsageError);
    expect(choose).toThrow(`unknown scenario "${name}": `);
    expect(choose).toThrow(hint);
  });

  it('answers a name like no other with all that are known', () => {
    expect(() => chooseNamed('scenario', 'chess', known)).toThrow(
      'unknown scenario "chess": known: fan-out, race, large-batch',
    );
  });
});
