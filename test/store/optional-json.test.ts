import { expect, it } from 'vitest';
import { optionalJson } from '../../src/store/optional-json.ts';

it('makes SQL NULL of nothing and JSON of everything else', () => {
  expect(optionalJson(undefined)).toBeNull();
  expect(optionalJson(null)).toBe('null');
  expect(optionalJson('')).toBe('""');
  expect(optionalJson({ a: [1, false] })).toBe('{"a":[1,false]}');
});
