import { Option } from 'commander';
import type { Kind } from './kind.ts';

/** An option that may also be set in the environment and in the configuration. Said once: all three come from it. */
export type Setting<Value> = {
  /** As commander has it: `--shrink-for <duration>`. */
  readonly flags: string;
  /** For the help. */
  readonly what: string;
  readonly takes: Kind<Value>;
  /** What commands take where nothing else is said. */
  readonly default?: string | undefined;
  /** The default in words, where commands work it out. */
  readonly usually?: string | undefined;
  /** The variable, where it is not `SKEIN_` and the flag's name. */
  readonly variable?: string;
  /** Options that, where they are given, say the same in another way, or leave nothing to say. */
  readonly unless?: readonly string[];
};

/** An option of a command line that is a setting. */
export class SettingOption extends Option {
  /** Its name in the configuration. */
  readonly key: string;
  readonly setting: Setting<unknown>;
  readonly variable: string;

  constructor(key: string, setting: Setting<unknown>) {
    const { flags, what, usually, variable } = setting;
    super(flags, usually === undefined ? what : `${what} (default: ${usually})`);
    this.key = key;
    this.setting = setting;
    const words = this.name()
      .replace(/^no-/, '')
      .split(/[-.]|(?=[A-Z])/);
    this.variable = variable ?? `SKEIN_${words.join('_').toUpperCase()}`;
    if (setting.default !== undefined) this.default(setting.default);
  }
}
