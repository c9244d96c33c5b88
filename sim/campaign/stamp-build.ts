import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { idOfSources, STAMP } from './build-id.ts';

// The last step of the build, in the project's folder: what was built says which sources it was built from.
writeFileSync(join('dist', STAMP), idOfSources('.'));
