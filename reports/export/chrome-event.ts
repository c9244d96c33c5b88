/** Facts that are shown beside an event. */
export type ChromeArgs = Readonly<Record<string, string | number | boolean>>;

type Place = { readonly name: string; readonly pid: number; readonly tid: number };
type Timed = Place & { readonly cat: string /** Microseconds. */; readonly ts: number };

/**
 * An event of the Trace Event Format (Google, "Trace Event Format", 2016), as far as it is used here: metadata `M`, a
 * slice `X`, both ends of an asynchronous one `b` and `e`, an arrow from `s` to `f`, an instant `i`, a counter `C`.
 */
export type ChromeEvent =
  | (Place & { readonly ph: 'M'; readonly args: ChromeArgs })
  | (Timed & { readonly ph: 'X'; readonly dur: number; readonly args: ChromeArgs })
  | (Timed & { readonly ph: 'b'; readonly id: string; readonly args: ChromeArgs })
  | (Timed & { readonly ph: 'e'; readonly id: string })
  | (Timed & { readonly ph: 's'; readonly id: number })
  | (Timed & { readonly ph: 'f'; readonly id: number; readonly bp: 'e' })
  | (Timed & { readonly ph: 'i'; readonly s: 'g' | 'p' | 't'; readonly args: ChromeArgs })
  | (Timed & { readonly ph: 'C'; readonly args: ChromeArgs });
