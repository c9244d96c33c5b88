import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/ports/system/index.ts';
import { readiness } from '../../src/serve/readiness.ts';

const answering = { query: async () => [] };

describe('readiness', () => {
  it('begins when the server has started, and ends when it stops', async () => {
    const ready = readiness({ sql: answering, clock: systemClock });
    expect(await ready.reason()).toBe('the server is starting');
    ready.allow();
    expect(await ready.reason()).toBeUndefined();
    ready.refuse('the server is stopping');
    expect(await ready.reason()).toBe('the server is stopping');
  });

  it('is lost with the database', async () => {
    const gone = { query: () => Promise.reject(new Error('connection refused')) };
    const ready = readiness({ sql: gone, clock: systemClock });
    ready.allow();
    expect(await ready.reason()).toBe('the database does not answer: connection refused');
  });

  it('is lost with a database that does not answer', async () => {
    const silent = { query: () => new Promise<never>(() => undefined) };
    const clock = { ...systemClock, alarm: () => systemClock.alarm(0) }; // the time is up at once
    const ready = readiness({ sql: silent, clock });
    ready.allow();
    expect(await ready.reason()).toMatch(/^the database has not answered for \d+ ms$/);
  });
});
