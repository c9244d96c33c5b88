import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { skein } from './support/command-line.ts';

const ROOT = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const dockerfile = read('Dockerfile');
const compose = read('compose.yaml');

/** Options as their environment variables, as the help of a command lists them. */
async function variablesOf(command: string): Promise<readonly string[]> {
  const { stdout } = await skein(command, '--help');
  return [...stdout.matchAll(/^ +--([\w-]+)/gm)].map(
    ([, flag = '']) => `SKEIN_${flag.toUpperCase().replaceAll('-', '_')}`,
  );
}

/* Nothing here runs Docker: these are the things that can go wrong without anybody noticing. */
describe('the image', () => {
  it('runs the program that the package has', () => {
    const { bin, engines } = JSON.parse(read('package.json')) as {
      bin: { skein: string };
      engines: { node: string };
    };
    expect(dockerfile).toContain(`ln -s ${join('/app', bin.skein)} `);
    expect(dockerfile.match(/^FROM node:(\d+)-slim/gm)).toHaveLength(2);
    expect(engines.node).toMatch(/^>=20\./);
  });

  it('sets variables that there are, and so does compose', async () => {
    const known = [...(await variablesOf('serve')), ...(await variablesOf('worker'))];
    const used = [...`${dockerfile}\n${compose}`.matchAll(/\bSKEIN_\w+(?=[:=])/g)].map(([name]) => name);
    expect(used.length).toBeGreaterThan(5);
    expect(used.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('is asked for its health where it is told', () => {
    const port = /SKEIN_METRICS_PORT=(\d+)/.exec(dockerfile)?.[1];
    expect(dockerfile).toContain(`http://127.0.0.1:${port}/readyz`);
    expect(dockerfile).toMatch(new RegExp(`^EXPOSE 7400 ${port}$`, 'm'));
  });

  it('knows the token that compose gives to the worker, and the module that it runs', () => {
    const token = /SKEIN_TOKEN: (\S+)/.exec(compose)?.[1] ?? '';
    expect(compose).toContain(createHash('sha256').update(token).digest('hex'));
    const module = /dist\/(test\/examples\/\S+)\.js/.exec(compose)?.[1] ?? '';
    expect(existsSync(join(ROOT, `${module}.ts`))).toBe(true);
    expect(read('tsconfig.build.json')).toContain(`"${module}.ts"`);
  });
});
