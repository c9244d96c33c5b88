import type { Command } from 'commander';
import { chooseNamed } from '../choose-named.ts';
import { EXIT } from '../exit-code.ts';
import { bashScript } from './bash-script.ts';
import { type CommandWords, commandTree } from './command-tree.ts';
import { fishScript } from './fish-script.ts';

const SHELLS: readonly {
  readonly name: string;
  readonly script: (commands: readonly CommandWords[]) => string;
}[] = [
  { name: 'bash', script: bashScript },
  { name: 'zsh', script: zshScript },
  { name: 'fish', script: fishScript },
];

/** Prints the script that completes a shell's command lines. @returns the exit code. */
export function completionCommand(shell: string, program: Command): number {
  process.stdout.write(chooseNamed('shell', shell, SHELLS).script(commandTree(program)));
  return EXIT.held;
}

/** zsh understands what bash does, once it is told to. */
function zshScript(commands: readonly CommandWords[]): string {
  return `# Completes skein in zsh: eval "$(skein completion zsh)"
autoload -Uz compinit bashcompinit && compinit -u && bashcompinit
${bashScript(commands)}`;
}
