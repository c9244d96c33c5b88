import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { UsageError } from '../../../src/cli/index.ts';

/** What is to be known of a project before anything is written into it. */
export type Project = {
  readonly isTypeScript: boolean;
  /** Packages that it names, of every kind. */
  readonly packages: ReadonlySet<string>;
  /** Of files that are written into it: `ts`, or `js`, or `mjs` where `js` would not be a module. */
  readonly extension: 'ts' | 'js' | 'mjs';
};

const Versions = z.record(z.string(), z.string()).default({});
const PackageFile = z.object({
  type: z.string().optional(),
  dependencies: Versions,
  devDependencies: Versions,
  peerDependencies: Versions,
  optionalDependencies: Versions,
});

/** Looks at the project in the working directory. @throws {UsageError} when there is none. */
export function readProject(): Project {
  if (!existsSync('package.json'))
    throw new UsageError('there is no package.json here: call npm init, or go to where your project is');
  const { type, ...parts } = PackageFile.parse(parse(readFileSync('package.json', 'utf8')));
  const packages = new Set(Object.values(parts).flatMap((versions) => Object.keys(versions)));
  const isTypeScript = packages.has('typescript') || existsSync('tsconfig.json');
  return { isTypeScript, packages, extension: isTypeScript ? 'ts' : type === 'module' ? 'js' : 'mjs' };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError('package.json is not JSON: mend it first', { cause });
  }
}
