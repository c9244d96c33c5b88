/**
 * Replaces the global Date by one whose "now" is virtual whenever `virtualNow` gives a number. Dates made from a
 * given time are ordinary ones, and `instanceof` holds for both.
 */
export function installVirtualDate(virtualNow: () => number | undefined): void {
  const RealDate = globalThis.Date;
  const now = (): number => virtualNow() ?? RealDate.now();

  const VirtualDate = new Proxy(RealDate, {
    construct(target, values, newTarget) {
      return Reflect.construct(target, values.length === 0 ? [now()] : values, newTarget) as Date;
    },
    apply: () => new RealDate(now()).toString(),
    get: (target, property, receiver) => (property === 'now' ? now : Reflect.get(target, property, receiver)),
  });
  Object.defineProperty(RealDate.prototype, 'constructor', {
    value: VirtualDate,
    configurable: true,
    writable: true,
  });
  globalThis.Date = VirtualDate;
}
