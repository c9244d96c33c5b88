import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { availableParallelism, freemem, tmpdir, totalmem } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { cacheFolder } from '../../target/index.ts';
import { type Check, type Health, missing, ok } from './check.ts';

const LEAST_NODE = [20, 19] as const;
/** A database in memory, its image, and what runs leave until the garbage collector comes. */
const LEAST_FREE_MB = 700;
const MB = 1024 * 1024;

/** What the machine, the user and the folders have to give. */
export const MACHINE: readonly Check[] = [
  { name: 'Node', look: () => nodeHealth(process.versions.node) },
  {
    name: 'memory',
    look: () => {
      const [free, total] = [freemem(), totalmem()].map((bytes) => Math.round(bytes / MB));
      const detail = `${free} MB free of ${total} MB, ${availableParallelism()} cores`;
      return (free ?? 0) >= LEAST_FREE_MB
        ? ok(detail)
        : missing(detail, `free some: a campaign takes about ${LEAST_FREE_MB} MB`);
    },
  },
  {
    name: 'temporary folder',
    look: () => folderHealth(tmpdir(), 'set TMPDIR to a folder that can be written'),
  },
  {
    name: 'image cache',
    onlyFor: 'quick starts',
    look: () => folderHealth(cacheFolder(), 'set SKEIN_CACHE_DIR to a folder that can be written'),
  },
  {
    name: 'working folder',
    onlyFor: 'reports and kept findings',
    look: () => folderHealth(process.cwd(), 'call skein from a folder that can be written'),
  },
];

/** Programs that some things need. */
export const PROGRAMS: readonly Check[] = [
  {
    name: "PostgreSQL's programs",
    onlyFor: 'the tests of this repository on PostgreSQL',
    look: () => {
      const found = programHealth('initdb', 'install the postgresql package', debianFolders());
      const url = process.env['SKEIN_TEST_DATABASE_URL'];
      return found.type === 'missing' && url ? ok('SKEIN_TEST_DATABASE_URL is set') : found;
    },
  },
  {
    name: 'chromium',
    onlyFor: 'the tests of pages',
    look: () => {
      const given = process.env['SKEIN_CHROMIUM'];
      const advice = 'install the chromium package, or set SKEIN_CHROMIUM';
      if (given) return existsSync(given) ? ok(given) : missing(`there is no ${given}`, advice);
      return programHealth('chromium', advice, ['/usr/bin']);
    },
  },
  {
    name: 'NATS server',
    onlyFor: 'skein serve --nats',
    look: () => programHealth('nats-server', 'install the nats-server package', ['/usr/sbin']),
  },
];

/** @param version as Node says it: `20.19.5` */
export function nodeHealth(version: string): Health {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  const isEnough = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  return isEnough ? ok(version) : missing(version, `install Node ${LEAST_NODE.join('.')} or later`);
}

/** Whether a folder is there, or can be made, and can be written. */
export function folderHealth(folder: string, advice: string): Health {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return ok(folder);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return missing(`${folder} cannot be written (${reason})`, advice);
  }
}

/** @param besides folders that are looked into besides the PATH's */
export function programHealth(program: string, advice: string, besides: readonly string[]): Health {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...besides];
  const found = folders.map((folder) => join(resolve(folder), program)).find((file) => existsSync(file));
  return found === undefined ? missing(`there is no ${program} in the PATH`, advice) : ok(found);
}

/** Where Debian keeps versions of PostgreSQL. */
function debianFolders(): readonly string[] {
  return Array.from({ length: 20 }, (_, index) => `/usr/lib/postgresql/${30 - index}/bin`);
}
