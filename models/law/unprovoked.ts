import type { Law } from './law.ts';

/** Nothing fails by itself: whoever gets an error was refused by the engine, or something was made to go wrong. */
export const unprovoked: Law = {
  name: 'unprovoked',
  statement:
    'Where nothing was made to go wrong, nobody is told of an error but that the engine refuses a request.',
  check({ unprovokedErrors }) {
    const error = unprovokedErrors[0];
    return (
      error && {
        sentence: `${error.handler} was answered with ${error.message}, though nothing had gone wrong.`,
        subjects: [],
        shape: `${error.operation}: ${error.message.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\d+/g, '…')}`,
      }
    );
  },
};
