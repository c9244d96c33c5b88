import { expect, it } from 'vitest';
import { isUniqueViolation, SqlError } from '../../src/ports/index.ts';

it('recognises unique violations by their SQLSTATE alone', () => {
  expect(isUniqueViolation(new SqlError({ code: '23505', message: 'duplicate key' }))).toBe(true);
  expect(isUniqueViolation(new SqlError({ code: '23503', message: 'foreign key' }))).toBe(false);
  expect(isUniqueViolation(Object.assign(new Error('alike'), { code: '23505' }))).toBe(false);
  expect(isUniqueViolation(undefined)).toBe(false);
});

it('carries what the database said', () => {
  const cause = new Error('protocol');
  const error = new SqlError({
    code: '23505',
    message: 'duplicate key',
    constraint: 'pk',
    detail: 'x',
    cause,
  });

  expect(error).toMatchObject({
    name: 'SqlError',
    code: '23505',
    message: 'duplicate key',
    constraint: 'pk',
  });
  expect(error).toMatchObject({ detail: 'x', cause });
});
