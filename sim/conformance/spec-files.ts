import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A spec as PostgreSQL ships it. */
export type SpecFile = {
  readonly name: string;
  readonly text: string;
  /** Any of these outputs is right. */
  readonly expected: readonly string[];
};

/**
 * Finds the specs of a PostgreSQL source checkout, or of its `src/test/isolation`, in alphabetical order.
 *
 * @returns none, if the folder is neither
 */
export function findSpecs(folder: string): readonly SpecFile[] {
  const root = [join(folder, 'src/test/isolation'), folder].find((each) => existsSync(join(each, 'specs')));
  if (root === undefined) return [];
  const outputs = existsSync(join(root, 'expected')) ? readdirSync(join(root, 'expected')) : [];
  return readdirSync(join(root, 'specs'))
    .filter((file) => file.endsWith('.spec'))
    .map((file) => file.slice(0, -'.spec'.length))
    .sort()
    .map((name) => ({
      name,
      text: readFileSync(join(root, 'specs', `${name}.spec`), 'utf8'),
      expected: outputs
        .filter((file) => isOutputOf(name, file))
        .sort()
        .map((file) => readFileSync(join(root, 'expected', file), 'utf8')),
    }));
}

/** `name.out`, `name_1.out`, … */
function isOutputOf(name: string, file: string): boolean {
  return file.startsWith(name) && /^(?:_\d)?\.out$/.test(file.slice(name.length));
}
