import { describe, expect, it } from 'vitest';
import { withoutTimeKeywords } from '../../../../sim/target/postgres/time-keywords.ts';

describe('keywords that tell the time', () => {
  it.each([
    ['become functions of their names', 'select CURRENT_DATE', 'select pg_catalog."current_date"()'],
    [
      'keep their precision',
      'select current_timestamp ( 3 ), localtime(0)',
      'select pg_catalog."current_timestamp"()::timestamptz(3), pg_catalog."localtime"()::time(0)',
    ],
    [
      'become functions within functions',
      'create function f() returns date language sql as $$ select current_date $$',
      'create function f() returns date language sql as $$ select pg_catalog."current_date"() $$',
    ],
    [
      'become functions after a string with quotes in it',
      `select 'it''s', current_date`,
      `select 'it''s', pg_catalog."current_date"()`,
    ],
  ])('%s', (_, text, expected) => {
    expect(withoutTimeKeywords(text)).toBe(expected);
  });

  it.each([
    ['strings', `select 'current_date'`],
    ['quoted names', 'select "current_date" from t'],
    ['comments', 'select 1 -- current_date\n/* current_time */'],
    ['longer names', 'select current_date_2, my_current_date, $current_date from t'],
    ['names with a qualifier', 'select t.current_date from t'],
  ])('stay as they are in %s', (_, text) => {
    expect(withoutTimeKeywords(text)).toBe(text);
  });
});
