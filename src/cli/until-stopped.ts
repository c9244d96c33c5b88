import { EXIT } from './exit-code.ts';

/** Signals that ask a process to end. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

export type Stop = {
  /** Resolves when the process is asked to end, with what it is to tell its caller then. */
  readonly asked: Promise<number>;
  /** Whether it has been. */
  isAsked(): boolean;
  /** Signals mean again what they meant before. */
  forget(): void;
};

/** Has the first signal ask for an end in good order, and the second one end the process at once. */
export function untilStopped(note: (signal: string) => void): Stop {
  let isAsked = false;
  let ask = (_code: number): void => undefined;
  const asked = new Promise<number>((resolve) => {
    ask = resolve;
  });
  const onSignal = (signal: (typeof SIGNALS)[number]): void => {
    if (isAsked) process.exit(signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated);
    isAsked = true;
    note(signal);
    ask(signal === 'SIGINT' ? EXIT.interrupted : EXIT.done);
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    asked,
    isAsked: () => isAsked,
    forget: () => SIGNALS.forEach((signal) => process.off(signal, onSignal)),
  };
}
