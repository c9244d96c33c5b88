/** A step by its name, as deviations have it, in words: who, and what. */
export function stepInWords(name: string): string {
  const [actor, label, , fault] = JSON.parse(name) as readonly [string, string, number, string?]; // as nameOf makes them
  return `${actor}: ${fault === undefined ? label : `${fault} (${label})`}`;
}
