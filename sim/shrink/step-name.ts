/** A step's name, in its parts. */
type Parts = readonly [actor: string, label: string, occurrence: number, fault?: string];

/** Who would step, what, which time, and with what fault: a step's name in its parts. */
export function partsOf(name: string): Parts {
  return JSON.parse(name) as Parts; // as nameOf makes them
}

/** An actor's name without its numbers, of whichever life: actors of one kind do alike. */
export function kindOf(actor: string): string {
  return actor.replaceAll(/\d+(?:\.\d+)?/g, '');
}

/** What kind of actor a step is of. */
export function actorKind(name: string): string {
  return kindOf(partsOf(name)[0]);
}

/** What steps have in common that may stand for each other: the same is done by actors of one kind. */
export function stepKind(name: string): string {
  const [actor, label, , fault] = partsOf(name);
  return JSON.stringify([kindOf(actor), label, fault]);
}

/** The step as it is called when nothing goes wrong with it. */
export function withoutFault(name: string): string {
  return JSON.stringify(partsOf(name).slice(0, 3));
}

/** The step as it is called when this goes wrong with it. */
export function withFault(name: string, fault: string): string {
  return JSON.stringify([...partsOf(name).slice(0, 3), fault]);
}
