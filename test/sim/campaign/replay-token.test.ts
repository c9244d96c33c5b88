import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeToken, encodeToken, InvalidTokenError, type Recording } from '../../../sim/campaign/index.ts';

const recording: Recording = {
  build: '0123abcd',
  target: 'pglite',
  scenario: 'fan-out',
  tasks: 3,
  workers: 2,
  servers: 2,
  seed: '1f3a/17',
  defect: 'sequence-from-row',
  hash: 'cfdd0d07099990e1',
  choices: [0, 1, 0, 127, 128, 3, 16_383, 16_384, 2_147_483_647, 0],
};

const recordings: fc.Arbitrary<Recording> = fc.record({
  build: fc.string(),
  target: fc.string(),
  scenario: fc.string({ unit: 'binary' }),
  tasks: fc.integer({ min: 1 }),
  workers: fc.nat(),
  servers: fc.integer({ min: 1 }),
  seed: fc.string({ unit: 'binary' }),
  defect: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
  hash: fc.string(),
  choices: fc.array(fc.oneof(fc.nat({ max: 9 }), fc.nat())),
});

/** Every character that a token may be made of. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('');

describe('encodeToken and decodeToken', () => {
  it('give back what was recorded', () => {
    fc.assert(
      fc.property(recordings, (given) => {
        expect(decodeToken(encodeToken(given))).toEqual(given);
      }),
    );
  });

  it('make one word that every shell leaves alone', () => {
    fc.assert(
      fc.property(recordings, (given) => {
        expect(encodeToken(given)).toMatch(/^sk1_[\w-]+$/);
      }),
    );
  });

  it('make the same token of the same recording', () => {
    expect(encodeToken({ ...recording, choices: [...recording.choices] })).toBe(encodeToken(recording));
  });

  it('make different tokens of different recordings', () => {
    fc.assert(
      fc.property(recordings, recordings, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(encodeToken(one)).not.toBe(encodeToken(other));
      }),
    );
  });

  it('keep thousands of choices short', () => {
    const choices = Array.from({ length: 5_000 }, (_, index) => (index % 7 === 0 ? 2 : index % 3));
    const token = encodeToken({ ...recording, choices });
    expect(decodeToken(token).choices).toEqual(choices);
    expect(token.length).toBeLessThan(500);
  });

  it('keep a run without a choice', () => {
    expect(decodeToken(encodeToken({ ...recording, choices: [] })).choices).toEqual([]);
  });

  it('keep a run without a defect', () => {
    const { defect } = decodeToken(encodeToken({ ...recording, defect: undefined }));
    expect(defect).toBeUndefined();
  });

  it('do not mind the space around a pasted token', () => {
    expect(decodeToken(`  ${encodeToken(recording)}\r\n`)).toEqual(recording);
  });
});

describe('a damaged token', () => {
  // Three lengths, so that base64 ends with every number of spare bits.
  const tokens = ['1', '12', '123', '1234'].map((seed) => encodeToken({ ...recording, seed }));

  it('is refused, whichever character was changed to whichever other', () => {
    for (const token of tokens) {
      for (let position = 0; position < token.length; position += 1) {
        for (const other of ALPHABET) {
          if (other === token[position]) continue;
          const damaged = token.slice(0, position) + other + token.slice(position + 1);
          expect(refusalOf(damaged), `${other} at ${position} of ${token}`).toBeInstanceOf(InvalidTokenError);
        }
      }
    }
  });

  it('is refused with any one character missing', () => {
    for (const token of tokens) {
      for (let position = 0; position < token.length; position += 1) {
        const damaged = token.slice(0, position) + token.slice(position + 1);
        expect(refusalOf(damaged), `without ${position} of ${token}`).toBeInstanceOf(InvalidTokenError);
      }
    }
  });

  it('is refused when cut short anywhere', () => {
    for (const token of tokens) {
      for (let length = 0; length < token.length; length += 1) {
        expect(refusalOf(token.slice(0, length)), `${length} characters`).toBeInstanceOf(InvalidTokenError);
      }
    }
  });

  it('is refused with anything appended', () => {
    for (const token of tokens) {
      for (const tail of [...ALPHABET, '=', '.', ' x', 'AA', 'AAAA']) {
        expect(refusalOf(token + tail), `with ${tail}`).toBeInstanceOf(InvalidTokenError);
      }
    }
  });

  it('is refused with a character that no token has', () => {
    const [token = ''] = tokens;
    for (const alien of ['+', '/', '=', '…', ' ', '\n', '\u0000']) {
      const damaged = `${token.slice(0, 20)}${alien}${token.slice(20)}`;
      expect(refusalOf(damaged), JSON.stringify(alien)).toBeInstanceOf(InvalidTokenError);
    }
  });

  it('is told from something that is no token at all', () => {
    expect(() => decodeToken('fan-out')).toThrow('a replay token begins with sk1_');
    expect(() => decodeToken('sk1_fan-out')).toThrow('the replay token is damaged');
  });

  it.each([
    ['JSON that is none', Buffer.from('[1, 2\xff', 'latin1')],
    ['another header', Buffer.from('["a","b"]\xff', 'latin1')],
    ['a count of 0', Buffer.from('["a","b","c",0,1,1,"s","","h"]\xff', 'latin1')],
    ['no separator', Buffer.from('[]')],
    ['nothing', Buffer.alloc(0)],
  ])('is refused in words when its checksum fits and it holds %s', (_, content) => {
    const body = deflateRawSync(content);
    expect(refusalOf(sealed(body))).toBeInstanceOf(InvalidTokenError);
  });

  it('is refused in words when its checksum fits and it was never deflated', () => {
    expect(refusalOf(sealed(Buffer.from('no deflate stream')))).toBeInstanceOf(InvalidTokenError);
  });
});

/** Why a text is no token; undefined if it is one. */
function refusalOf(text: string): unknown {
  try {
    decodeToken(text);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** A token with any body and the checksum that fits it. */
function sealed(body: Uint8Array): string {
  const checksum = createHash('sha256').update(body).digest().subarray(0, 4);
  return `sk1_${Buffer.concat([checksum, body]).toString('base64url')}`;
}
