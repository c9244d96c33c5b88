/** Breaks text at spaces so that no line is longer than `length`; a longer word is cut. */
export function wrap(text: string, length: number): readonly string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    const joined = current === '' ? word : `${current} ${word}`;
    if (joined.length <= length) {
      current = joined;
      continue;
    }
    if (current !== '') lines.push(current);
    current = word.length <= length ? word : `${word.slice(0, length - 1)}…`;
  }
  return current === '' ? lines : [...lines, current];
}
