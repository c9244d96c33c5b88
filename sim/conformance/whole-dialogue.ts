import { type Execution, type Session, transcriptOf, type Utterance } from '../target/index.ts';
import { type Dialogue, heardIn } from './dialogue.ts';

/** Scripts go as they are, by the simple protocol. */
export class WholeDialogue implements Dialogue {
  readonly #session: Session;
  isBusy = false;
  said: readonly Utterance[] = [];

  constructor(session: Session) {
    this.#session = session;
  }

  send(text: string): void {
    this.said = [];
    this.isBusy = true;
    this.#takeIn(this.#session.execute({ text, isScript: true }));
  }

  advance(): boolean {
    if (!this.isBusy) return false;
    if (this.#session.hasAnswer()) return this.#takeIn(this.#session.collect());
    const before = this.said.length;
    this.said = heardIn(this.#session);
    return this.said.length > before;
  }

  close(): void {
    this.#session.close();
  }

  #takeIn(execution: Execution | undefined): boolean {
    if (!execution) return false;
    this.said = transcriptOf(execution);
    this.isBusy = false;
    return true;
  }
}
