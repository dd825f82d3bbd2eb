/** Gives the instant that the product takes for "now". Everything that computes gets it passed in. */
export type Clock = () => Date;

/**
 * The clock of the running product. With `fixedAt` it stands still at that instant, so that a historic
 * export can be looked at as if it were that day; without it, it is the clock of the machine.
 */
export function createClock(fixedAt: Date | null): Clock {
  if (fixedAt === null) return () => new Date();
  const milliseconds = fixedAt.getTime();
  return () => new Date(milliseconds);
}
