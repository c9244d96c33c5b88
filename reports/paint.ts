import colors from 'picocolors';

/** How emphasis is shown: colours on a terminal, nothing elsewhere. */
export type Paint = {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  cyan(text: string): string;
};

/** @param isColored whether the output understands ANSI colours */
export function paintFor(isColored: boolean): Paint {
  return colors.createColors(isColored);
}
