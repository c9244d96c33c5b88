import type { Law } from './law.ts';

/** Every client gets the result that its scenario expects. */
export const expected: Law = {
  name: 'expected',
  statement: 'Every client gets the result that its scenario expects.',
  check({ failures }) {
    const failure = failures[0];
    return (
      failure && {
        sentence: `${failure.actor}: ${failure.message}`,
        subjects: [],
        shape: failure.message.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '…'),
      }
    );
  },
};
