import { execFileSync } from 'node:child_process';

/**
 * The words that a script would call `skein` with, as a shell makes them of it. Nothing of skein is run.
 *
 * @param variables what the script's environment has
 * @param folder where it is run
 */
export function skeinCalls(
  script: string,
  variables: Readonly<Record<string, string>>,
  folder: string,
): readonly (readonly string[])[] {
  const functions = [
    `skein() { printf '%s\\0' "$@"; printf '\\n'; }`,
    `npx() { [ "$1" = skein ] || exit 99; shift; skein "$@"; }`,
  ];
  const output = execFileSync('sh', ['-euc', [...functions, script].join('\n')], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...variables },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return output
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\0').slice(0, -1));
}
