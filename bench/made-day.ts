import { type MadeSession, madeSession, presentMs, type Stage, worldFor } from "./made-sessions.ts";

/** A day in which `changes` rows change: a third new bookings, a third sessions that were held, a third rated late. */
export type MadeDay = {
  /** 0 for the first day after the history. */
  number: number;
  changes: number;
  /** Sessions that are stored already; 0: everything that comes is new. */
  stored: number;
  /** The first id of the new ones. */
  firstNewId: number;
};

export const dayMs = 86_400_000;

/** Changes in each hour of the day, in per cent: American evenings are busiest, as in UTC. */
const hourShares = [7, 6, 5, 4, 3, 2, 1, 1, 1, 1, 2, 2, 3, 4, 4, 4, 5, 5, 6, 7, 7, 7, 7, 6];

const cumulated = hourShares.map((_, hour) =>
  hourShares.slice(0, hour + 1).reduce((sum, share) => sum + share),
);
const whole = cumulated.at(-1) ?? 1;

/** How many of the day's changes have happened `ms` after its beginning. */
export function changesBy({ changes }: MadeDay, ms: number): number {
  const hour = Math.min(23, Math.floor(ms / 3_600_000));
  const within = Math.min(1, (ms - hour * 3_600_000) / 3_600_000);
  const share = ((cumulated[hour - 1] ?? 0) + (hourShares[hour] ?? 0) * within) / whole;
  return Math.min(changes, Math.floor(changes * share));
}

/** When, in milliseconds after the day's beginning, the `index`th change happens. */
export function timeOf({ changes }: MadeDay, index: number): number {
  const reached = ((index + 1) / changes) * whole;
  const hour = cumulated.findIndex((sum) => sum >= reached - 1e-9);
  const within = (reached - (cumulated[hour - 1] ?? 0)) / (hourShares[hour] ?? 1);
  return Math.min(dayMs - 1, Math.ceil((hour + within) * 3_600_000));
}

const stages: readonly Stage[] = ["scheduled", "completed", "rated"];

/** The row of the `index`th change. */
export function changeOf(day: MadeDay, index: number): MadeSession {
  const world = worldFor(day.stored === 0 ? day.changes : day.stored);
  const atMs = presentMs + day.number * dayMs + timeOf(day, index);
  const stage = index < day.stored ? (stages[index % 3] ?? "scheduled") : "scheduled";
  if (stage === "scheduled") {
    return madeSession(world, {
      id: day.firstNewId + index,
      scheduledMs: atMs + 4 * dayMs,
      updatedMs: atMs,
      stage,
    });
  }
  // Stored ones from the end backwards, each once: what happens lately happens to late sessions.
  const scheduledMs = atMs - (stage === "rated" ? dayMs : 3_700_000);
  return madeSession(world, { id: day.stored - index, scheduledMs, updatedMs: atMs, stage });
}
