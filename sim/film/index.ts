export { Camera } from './camera.ts';
export type { Alternative, Film, Frame, RowChange, TableRow, TableShape } from './film.ts';
export { TableWatch } from './table-watch.ts';
export { TablesAt } from './tables-at.ts';
