import { EXIT } from '../exit-code.ts';
import { processTerminal } from '../terminal.ts';
import { type Check, type Diagnosis, diagnose } from './check.ts';
import { DATABASES } from './databases.ts';
import { MACHINE, PROGRAMS } from './machine.ts';

/** The flags of `skein doctor`, as commander gives them. */
export type DoctorFlags = { readonly json: boolean; readonly color: boolean };

/** Version of the JSON's shape; grows when the shape changes. */
const SCHEMA_VERSION = 1;

/** Says what is here and what is missing, and what to do. @returns the exit code: infrastructure, if `run` would fail. */
export async function doctorCommand(
  { json, color }: DoctorFlags,
  checks: readonly Check[] = [...MACHINE, ...DATABASES, ...PROGRAMS],
): Promise<number> {
  const { print, paint, status } = processTerminal(color);
  const diagnoses: Diagnosis[] = [];
  const width = Math.max(...checks.map(({ name }) => name.length));
  for (const check of checks) {
    status(`looking at ${check.name} …`);
    const diagnosis = await diagnose(check);
    diagnoses.push(diagnosis);
    if (!json) print(line(diagnosis));
  }
  const lacking = diagnoses.filter(
    ({ health, onlyFor }) => health.type === 'missing' && onlyFor === undefined,
  );
  if (json) {
    const entries = diagnoses.map(({ name, onlyFor, health: { type, ...health } }) => ({
      name,
      needed: onlyFor === undefined,
      onlyFor: onlyFor ?? null,
      ok: type === 'ok',
      ...health,
    }));
    print(
      JSON.stringify({ schema: SCHEMA_VERSION, ready: lacking.length === 0, checks: entries }, undefined, 2),
    );
  } else if (lacking.length === 0) print(`\n${paint.green('skein run has all it needs')}`);
  else print(`\n${paint.red(`skein run lacks ${lacking.map(({ name }) => name).join(', ')}`)}`);
  return lacking.length === 0 ? EXIT.held : EXIT.infrastructure;

  function line({ name, onlyFor, health }: Diagnosis): string {
    const label = name.padEnd(width);
    if (health.type === 'ok') return `${paint.green('✓')} ${label}  ${health.detail}`;
    const mark = onlyFor === undefined ? paint.red('✗') : paint.dim('–');
    const need = onlyFor === undefined ? '' : paint.dim(` (only for ${onlyFor})`);
    return `${mark} ${label}  ${health.detail}: ${health.advice}${need}`;
  }
}
