import type { CommandWords, OptionWords, Words } from './command-tree.ts';

/** A script that has fish complete `skein`. */
export function fishScript(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  const lines = commands.flatMap(({ name, what, options, argument }) => {
    const here = `complete -c skein -n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c skein -n 'not __fish_seen_subcommand_from ${names}' -a ${name} -d ${quoted(what)}`,
      ...options.map((option) => `${here} ${optionWords(option)}`),
      ...(isAnything(argument) ? [] : [`${here} ${follows(argument)}`]),
    ];
  });
  return [
    '# Completes skein in fish: skein completion fish | source',
    'complete -c skein -f',
    ...lines,
    '',
  ].join('\n');
}

function optionWords({ flags, what, takes }: OptionWords): string {
  const [long, short] = flags;
  const names = [`-l ${long?.slice(2)}`, ...(short === undefined ? [] : [`-s ${short.slice(1)}`])].join(' ');
  return [names, `-d ${quoted(what)}`, ...(takes ? ['-r', follows(takes)] : [])].join(' ');
}

function follows({ names, isPath }: Words): string {
  return isPath ? '-F' : `-f -a ${quoted(names.join(' '))}`;
}

function isAnything({ names, isPath }: Words): boolean {
  return names.length === 0 && !isPath;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/['\\]/g, '\\$&')}'`;
}
