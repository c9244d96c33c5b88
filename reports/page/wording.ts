/** `61,203`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** A rate, with as many digits as are worth reading, the same for rates of a kind: `1,204`, `35.4`, `0.12`. */
export function figure(value: number): string {
  const digits = value >= 1_000 ? 0 : value >= 1 ? 1 : 2;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A space at which no line ends. */
const NB = '\u00A0';

/** `83 %`; of what is nearly nothing or nearly all, as many digits as tell it from these. */
export function percent(share: number): string {
  const isExtreme = (share > 0 && share < 0.01) || (share > 0.99 && share < 1);
  return `${(share * 100).toFixed(isExtreme ? 2 : share > 0 && share < 0.1 ? 1 : 0)}${NB}%`;
}

/** Wall-clock milliseconds as people say them, in one piece: `340 ms`, `12.5 s`, `3 min 20 s`, `8 h 0 min`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)}${NB}ms`;
  const seconds = milliseconds / 1_000;
  if (seconds < 60) return `${seconds.toFixed(1)}${NB}s`;
  const whole = Math.round(seconds);
  if (whole < 3_600) return `${Math.floor(whole / 60)}${NB}min${NB}${whole % 60}${NB}s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)}${NB}h${NB}${minutes % 60}${NB}min`;
}

/** Runs in a second of wall-clock time; 0 where no time has passed. */
export function perSecond(runs: number, milliseconds: number): number {
  return milliseconds > 0 ? runs / (milliseconds / 1_000) : 0;
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' });

/** A night by its id, `2026-03-05T02-00-00Z`, as `5 March 2026, 02:00 UTC`; an id that is no time, as it is. */
export function nightName(id: string): string {
  const date = dateOf(id);
  return date ? timeName(date) : id;
}

/** A moment, as `5 March 2026, 02:00 UTC`. */
export function timeName(date: Date): string {
  return `${DAY.format(date)}, ${TIME.format(date)} UTC`;
}

/** A night's day, as `03-05`; for axes and cells. */
export function shortName(id: string): string {
  return /^\d{4}-(\d\d-\d\d)T/.exec(id)?.[1] ?? id;
}

function dateOf(id: string): Date | undefined {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)/.exec(id);
  if (!match) return undefined;
  const date = new Date(`${match[1]}T${match[2]}:${match[3]}:${match[4]}Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/** `1st`, `2nd`, `3rd`, `11th`. */
export function ordinal(value: number): string {
  const isTeen = Math.floor((value % 100) / 10) === 1;
  return `${value}${isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][value % 10] ?? 'th')}`;
}
