import { expect, it } from 'vitest';
import { type Evidence, noSpin } from '../../../models/law/index.ts';
import { evidence, historyOf } from '../../support/evidence.ts';

it.each<[string, Partial<Evidence>, string | undefined]>([
  ['holds in a sound run', {}, undefined],
  [
    'is broken by an activation for which nothing had happened',
    { events: historyOf(['WORKFLOW_STARTED', 'WORKFLOW_SUSPENDED', 'WORKFLOW_SUSPENDED']) },
    'Workflow w was activated 2 times by event 3, and only 1 events had given it something to do.',
  ],
  [
    'holds where sweeps find now and then that others were quicker',
    { vainSweeps: [{ sweep: 'fireTimers', times: 50 }] },
    undefined,
  ],
  [
    'is broken by a sweep that does not come to rest',
    {
      vainSweeps: [
        { sweep: 'fireTimers', times: 0 },
        { sweep: 'deliverChildEnds', times: 51 },
      ],
    },
    'deliverChildEnds found nothing to do 51 times in a row, and asked for the next round at once each time.',
  ],
])('no-spin %s', (_, changes, sentence) => {
  expect(noSpin.check(evidence(changes))?.sentence).toBe(sentence);
});
