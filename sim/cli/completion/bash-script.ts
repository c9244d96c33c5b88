import type { CommandWords, OptionWords, Words } from './command-tree.ts';

/** A script that has bash complete `skein`; every word is in it, so that nothing is started to complete one. */
export function bashScript(commands: readonly CommandWords[]): string {
  const names = commands.map(({ name }) => name);
  return `# Completes skein in bash: eval "$(skein completion bash)"
_skein() {
  local IFS=$'\\n' current="\${COMP_WORDS[COMP_CWORD]}" command= option= words= index
  for (( index = 1; index < COMP_CWORD; index++ )); do
    case "\${COMP_WORDS[index]}" in
      -*) option="\${COMP_WORDS[index]}" ;;
      *) [ -n "$command" ] || { command="\${COMP_WORDS[index]}"; option=; } ;;
    esac
  done
  [ "$option" = "\${COMP_WORDS[COMP_CWORD-1]}" ] || option="$option..."
  case "$command" in
    '') words=$'${names.join('\\n')}' ;;
${commands.map(commandCase).join('\n')}
  esac
  case "$current" in
    -*) ;;
    *,*) # a list: its last part
      local list="\${current%,*},"
      COMPREPLY=( $(compgen -P "$list" -W "$words" -- "\${current##*,}") )
      return ;;
  esac
  if [ "$words" = '<path>' ]; then
    compopt -o filenames 2>/dev/null
    COMPREPLY=( $(compgen -f -- "$current") )
  else
    COMPREPLY=( $(compgen -W "$words" -- "$current") )
  fi
}
complete -F _skein skein
`;
}

function commandCase({ name, options, argument }: CommandWords): string {
  const flags = options.flatMap((option) => option.flags);
  const followed = options.flatMap(optionCase);
  return `    ${name}) case "$current:$option" in
      -*) words=$'${flags.join('\\n')}' ;;
${followed.map((line) => `      ${line}\n`).join('')}      *) words=${quoted(argument)} ;;
    esac ;;`;
}

/** What follows an option: right behind it, or anywhere behind it until the next one if it takes several words. */
function optionCase({ flags, takes, isVariadic }: OptionWords): readonly string[] {
  if (!takes) return [];
  const patterns = flags.flatMap((flag) => [`*:${flag}`, ...(isVariadic ? [`*:${flag}...`] : [])]);
  return [`${patterns.join('|')}) words=${quoted(takes)} ;;`];
}

function quoted({ names, isPath }: Words): string {
  return isPath ? "'<path>'" : `$'${names.join('\\n')}'`;
}
