import type { ChromeEvent } from './chrome-event.ts';
import type { ExportedRun } from './exported-run.ts';
import { handledCalls } from './handled-calls.ts';
import { packLanes } from './lane-packing.ts';
import { isHandler, processOf, SIMULATOR } from './process-of.ts';

/** Where an actor's events are shown. */
export type Track = { readonly pid: number; readonly tid: number };

/** A row of each process: its name, and how it is addressed. */
type Row = { readonly track: Track; readonly process: string; readonly name: string };

/**
 * A process for each server, worker and client, a thread for each actor. A server's handlers share threads, as those
 * of a pool do: as many as there are handlers at the same time.
 */
export class ChromeTracks {
  readonly #rows = new Map<string, Row>();
  readonly #processes: readonly string[];
  readonly #laneOf = new Map<string, number>();

  constructor(run: Pick<ExportedRun, 'trace'>) {
    const calls = handledCalls(run);
    const actors = [...new Set(run.trace.steps.map(({ actor }) => actor))];
    const names = new Set([...actors, ...calls.map(({ handler }) => handler)].map((name) => processOf(name)));
    this.#processes = [SIMULATOR, ...[...names].filter((name) => name !== SIMULATOR).sort()];
    for (const process of this.#processes) {
      const own = calls.filter(({ handler }) => processOf(handler) === process);
      for (const [index, lane] of packLanes(own).entries()) {
        this.#laneOf.set(own[index]?.handler ?? '', lane);
      }
    }
    for (const actor of actors) this.of(actor);
  }

  /** The track of an actor. */
  of(actor: string): Track {
    const process = processOf(actor);
    const name = isHandler(actor) ? `requests ${(this.#laneOf.get(actor) ?? 0) + 1}` : actor;
    const key = `${process}\n${name}`;
    const known = this.#rows.get(key);
    if (known) return known.track;
    const pid = this.#processes.indexOf(process) + 1;
    const tid = [...this.#rows.values()].filter((row) => row.process === process).length + 1;
    const track = { pid, tid };
    this.#rows.set(key, { track, process, name });
    return track;
  }

  /** What names the tracks. */
  metadata(): readonly ChromeEvent[] {
    const rows = [...this.#rows.values()];
    return [
      ...this.#processes.flatMap((name, index): readonly ChromeEvent[] => [
        { ph: 'M', name: 'process_name', pid: index + 1, tid: 0, args: { name } },
        { ph: 'M', name: 'process_sort_index', pid: index + 1, tid: 0, args: { sort_index: index } },
      ]),
      ...rows.map(
        ({ track, name }): ChromeEvent => ({ ph: 'M', name: 'thread_name', ...track, args: { name } }),
      ),
    ];
  }
}
