import { readFileSync } from 'node:fs';
import { UsageError } from '../../src/cli/index.ts';
import { InvalidTokenError } from '../campaign/index.ts';

/** What of a JSON report, or of a kept finding, holds a token. */
type Report = {
  readonly token?: unknown;
  readonly findings?: readonly {
    readonly token?: unknown;
    readonly shrunk?: { readonly token?: unknown } | null;
  }[];
};

/**
 * A token as it is, or out of a file: alone, in a kept finding, or as the first finding of a JSON report.
 *
 * @param which of a report's finding: the run as it was found, or what it was shrunk to, if it was
 * @throws {UsageError} when there is no such file
 * @throws {InvalidTokenError} when the file holds no token
 */
export function readToken(tokenOrFile: string, which: 'found' | 'shrunk'): string {
  if (tokenOrFile.startsWith('sk1_')) return tokenOrFile;
  let text: string;
  try {
    text = readFileSync(tokenOrFile, 'utf8').trim();
  } catch {
    throw new UsageError(`"${tokenOrFile}" is neither a replay token (sk1_…) nor a file that can be read`);
  }
  if (!text.startsWith('{')) return text;
  const { token, findings: [finding] = [] } = parse(text);
  const shrunk = which === 'shrunk' ? finding?.shrunk?.token : undefined;
  const found = shrunk ?? finding?.token ?? token;
  if (typeof found !== 'string') throw new InvalidTokenError(`${tokenOrFile} is a report without a finding`);
  return found;
}

function parse(text: string): Report {
  try {
    return JSON.parse(text) as Report; // every field is looked at before it is used
  } catch {
    throw new InvalidTokenError('the file begins like JSON and is none');
  }
}
