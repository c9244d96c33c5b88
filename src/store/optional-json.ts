/** Text for a jsonb parameter. Nothing at all becomes SQL NULL; JSON's own `null` stays JSON. */
export function optionalJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
