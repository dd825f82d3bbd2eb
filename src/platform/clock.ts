/** Gives the instant that the product takes for "now". Everything that computes gets it passed in. */
export type Clock = () => Date;

/** Two instants that were the same moment: by the machine's clock, and by the product's. Milliseconds since 1970. */
export type ClockAnchor = { machineMs: number; productMs: number };

type ClockVariables = {
  /** The clock stands still at this instant. */
  AS_OF: Date | null;
  CLOCK_ANCHOR: ClockAnchor | null;
  /** Seconds of the product's clock for one of the machine's, from the anchor on. */
  MOCK_SPEED: number;
};

/**
 * The clock of the running product. With AS_OF it stands still, so that a historic export can be looked at as if
 * it were that day. With an anchor it goes on from there at its speed, in step with every other process that has
 * the same anchor, and with the mock source. Without either, it is the clock of the machine, which may be passed
 * in (milliseconds since 1970).
 */
export function createClock(variables: ClockVariables, machine: () => number = Date.now): Clock {
  const { AS_OF: fixedAt, CLOCK_ANCHOR: anchor } = variables;
  if (fixedAt !== null) return () => new Date(fixedAt);
  if (anchor === null) return () => new Date(machine());
  const speed = clockSpeed(variables);
  return () => new Date(anchor.productMs + (machine() - anchor.machineMs) * speed);
}

/** How many seconds of the product's clock one of the machine's holds. Without an anchor nothing is moved. */
export function clockSpeed({ AS_OF, CLOCK_ANCHOR, MOCK_SPEED }: ClockVariables): number {
  return AS_OF === null && CLOCK_ANCHOR !== null ? MOCK_SPEED : 1;
}
