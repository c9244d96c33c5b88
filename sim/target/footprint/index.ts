export { readCatalogue } from './catalogue.ts';
export { Footprints, SessionFootprints } from './footprints.ts';
