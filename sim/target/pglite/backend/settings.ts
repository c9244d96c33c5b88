import { SETTINGS, STATIC, STATIC_MEMORY } from './layout.ts';
import type { Memory } from './memory.ts';
import { MemoryParts } from './memory-parts.ts';

/** What a session has set: the records of all settings, and their variables. */
export type SettingsImage = { readonly words: Int32Array; readonly flags: Uint8Array };

/** The settings of one session, which are saved and restored together. They are many: only who sets any has its own. */
export class Settings {
  readonly #memory: Memory;
  readonly #parts: MemoryParts;
  /** Variables of one byte. */
  readonly #flags: readonly number[];

  /** @throws {Error} if the records are not where the layout says */
  constructor(memory: Memory) {
    this.#memory = memory;
    const words: (readonly [number, number])[] = [[SETTINGS.from, SETTINGS.to], ...SETTINGS.besides];
    const flags: number[] = [];
    for (const { variable, width } of findVariables(memory)) {
      if (width === 1) flags.push(variable);
      else words.push([variable, variable + width]);
    }
    if (flags.length < 100 || words.length < 200) {
      throw new Error(
        `only ${flags.length + words.length} settings are where they should be in PGlite's memory`,
      );
    }
    this.#parts = new MemoryParts(words);
    this.#flags = flags;
  }

  save(): SettingsImage {
    const { bytes } = this.#memory;
    return {
      words: this.#parts.save(this.#memory),
      flags: Uint8Array.from(this.#flags, (address) => bytes[address] ?? 0),
    };
  }

  restore({ words, flags }: SettingsImage): void {
    this.#parts.restore(this.#memory, words);
    const { bytes } = this.#memory;
    for (const [index, address] of this.#flags.entries()) bytes[address] = flags[index] ?? 0;
    bytes[STATIC.baseSearchPathValid] = 1; // false: what was derived of search_path holds no more
  }

  /** Whether some setting holds only until the end of the transaction, or of a function. */
  get hasTransient(): boolean {
    return this.#memory.read(STATIC.gucStackList) !== 0;
  }
}

/** Looks for records of settings by what their fields hold. */
function* findVariables(memory: Memory): Iterable<{ readonly variable: number; readonly width: number }> {
  for (let record: number = SETTINGS.from; record < SETTINGS.to; record += 4) {
    const variable = memory.read(record + SETTINGS.variable);
    const width = SETTINGS.widths[memory.read(record + SETTINGS.type)];
    const isRecord =
      width !== undefined &&
      isWithin(memory.read(record + SETTINGS.context), 0, SETTINGS.contexts) &&
      isWithin(memory.read(record + SETTINGS.group), 0, SETTINGS.groups) &&
      isWithin(variable, STATIC_MEMORY.from, STATIC_MEMORY.to) &&
      /^[A-Za-z_]{3,}$/.test(textAt(memory, memory.read(record + SETTINGS.name))) &&
      textAt(memory, memory.read(record + SETTINGS.description)).includes(' ');
    if (isRecord) yield { variable, width };
  }
}

function isWithin(value: number, from: number, to: number): boolean {
  return value >= from && value <= to;
}

/** A constant text of printable characters; empty if there is none. */
function textAt(memory: Memory, address: number): string {
  if (!isWithin(address, STATIC_MEMORY.from, STATIC_MEMORY.to)) return '';
  const { bytes } = memory;
  let end = address;
  while (end < address + 400 && isWithin(bytes[end] ?? 0, 0x20, 0x7e)) end += 1;
  return bytes[end] === 0 ? Buffer.from(bytes.subarray(address, end)).toString('latin1') : '';
}
