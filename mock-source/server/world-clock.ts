/** Two instants that were the same moment: by the machine's clock, and by the world's. Milliseconds since 1970. */
export type ClockAnchor = { realMs: number; worldMs: number };

/** The world's clock: from the anchor on it runs `speed` times as fast as the machine's. */
export function createWorldClock(speed: number, anchor: ClockAnchor, machine = Date.now): () => number {
  return () => Math.floor(anchor.worldMs + (machine() - anchor.realMs) * speed);
}
