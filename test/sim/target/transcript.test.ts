import { describe, expect, it } from 'vitest';
import { readTranscript, transcriptOf } from '../../../sim/target/transcript.ts';
import {
  commandComplete,
  dataRow,
  emptyQuery,
  errorResponse,
  noticeResponse,
  notificationResponse,
  readyForQuery,
  rowDescription,
} from '../../support/backend-messages.ts';

describe('readTranscript', () => {
  it('tells everything that was said, in its order', () => {
    const reply = Buffer.concat([
      notificationResponse(7, 'news', 'grün'),
      noticeResponse({ S: 'NOTICE', M: 'listen' }),
      rowDescription('id', 'name'),
      dataRow('1', null),
      dataRow('2', 'é'),
      commandComplete('SELECT 2'),
      commandComplete('UPDATE 1'),
      rowDescription(),
      commandComplete('SELECT 0'),
      emptyQuery(),
      errorResponse({ S: 'ERROR', C: '23505', M: 'twice', D: 'a detail' }),
      readyForQuery(),
    ]);
    expect(readTranscript(reply)).toEqual([
      { kind: 'notification', processId: 7, channel: 'news', payload: 'grün' },
      { kind: 'notice', text: 'NOTICE:  listen' },
      {
        kind: 'rows',
        columns: ['id', 'name'],
        rows: [
          ['1', null],
          ['2', 'é'],
        ],
      },
      { kind: 'done' },
      { kind: 'rows', columns: [], rows: [] },
      { kind: 'done' },
      { kind: 'error', severity: 'ERROR', code: '23505', message: 'twice', isByTarget: false },
    ]);
  });

  it('tells no result before its end', () => {
    const said = [noticeResponse({ S: 'WARNING', M: 'soon' }), rowDescription('id'), dataRow('1')];
    expect(readTranscript(Buffer.concat(said))).toEqual([{ kind: 'notice', text: 'WARNING:  soon' }]);
  });

  it('does not give the rows of a command that failed to the next', () => {
    const said = [
      rowDescription('id'),
      dataRow('1'),
      errorResponse({ M: 'no' }),
      commandComplete('ROLLBACK'),
    ];
    expect(readTranscript(Buffer.concat(said)).map(({ kind }) => kind)).toEqual(['error', 'done']);
  });
});

describe('transcriptOf', () => {
  it('reads the reply, the last of what went over the wire', () => {
    const answer = { rows: [], count: 0, command: 'BEGIN', columns: [] };
    const wire = ['begin', Buffer.concat([commandComplete('BEGIN'), readyForQuery('T')])];
    expect(transcriptOf({ answer, notices: [], wire })).toEqual([{ kind: 'done' }]);
  });

  it("takes a refusal of the target's own for an error", () => {
    const answer = { code: '0A000', message: 'not here' };
    expect(transcriptOf({ answer, notices: ['NOTICE:  look'], wire: ['listen', '0A000'] })).toEqual([
      { kind: 'notice', text: 'NOTICE:  look' },
      { kind: 'error', severity: 'ERROR', code: '0A000', message: 'not here', isByTarget: true },
    ]);
  });
});
