import { dayMs } from "#domain/time/day-ms.ts";
import type { CallRecord, FirstSession, GoalRecord, HealthRecords, RecentSession } from "./records.ts";
import type { HealthSettings } from "./weights.ts";

/**
 * What a score is computed from: counts, and the ids that stand behind them. Stored with the score, so that it can
 * be explained, compared with a later one and computed again with other weights. Times are epoch milliseconds.
 */
export type HealthFeatures = {
  signedUpAtMs: number;
  firstSession: FirstSession | null;
  /** Completed sessions by the day on which a slow start is judged, counted up to what is asked for; null before. */
  earlySessions: number | null;
  lastSession: { id: number; atMs: number } | null;
  /** Completed sessions within the velocity window, oldest first. */
  recentSessionIds: readonly number[];
  tutors: TutorFeatures | null;
  /** Calls within the window, oldest first. */
  calls: readonly CallRecord[];
  /** Since when the calls have been as many as make critical, without a break. */
  callsCriticalSinceMs: number | null;
  goal: PrimaryGoal | null;
  /** Whether a session is booked; null where nobody needs to know, because the last one is recent. */
  booked: boolean | null;
};

/** Completed sessions within the consistency window by tutor; the smallest id among the most frequent. */
export type TutorFeatures = {
  sessions: number;
  mostFrequentId: number;
  withMostFrequent: number;
  /** Changes of tutor from one session to the next whose later session lies in the change window. */
  changes: number;
};

export type PrimaryGoal = { id: number; completedAtMs: number | null; newerGoalId: number | null };

/** Counts what happened in (asOf − n days, asOf] for each window. */
export function measureFeatures(
  records: HealthRecords,
  asOfMs: number,
  settings: HealthSettings,
): HealthFeatures {
  const { recentSessions, previousSession, calls } = records;
  const velocityStartMs = asOfMs - settings.velocity.windowDays * dayMs;
  const last = recentSessions.at(-1) ?? previousSession;
  return {
    signedUpAtMs: records.signedUpAtMs,
    firstSession: records.firstSession,
    earlySessions: countEarlySessions(records, asOfMs, settings),
    lastSession: last ? { id: last.id, atMs: last.atMs } : null,
    recentSessionIds: recentSessions.filter(({ atMs }) => atMs > velocityStartMs).map(({ id }) => id),
    tutors: measureTutors(recentSessions, previousSession, asOfMs, settings),
    calls,
    callsCriticalSinceMs: criticalCallsSince(records, settings),
    goal: findPrimaryGoal(records.goals, asOfMs),
    booked: records.booked,
  };
}

function countEarlySessions(records: HealthRecords, asOfMs: number, { nudges }: HealthSettings) {
  const judgedAtMs = records.signedUpAtMs + nudges.earlyDays * dayMs;
  return asOfMs < judgedAtMs ? null : records.earlySessions;
}

function measureTutors(
  sessions: readonly RecentSession[],
  previous: RecentSession | null,
  asOfMs: number,
  { consistency }: HealthSettings,
): TutorFeatures | null {
  const startMs = asOfMs - consistency.windowDays * dayMs;
  const changeStartMs = asOfMs - consistency.changeWindowDays * dayMs;
  const counts = new Map<number, number>();
  let counted = 0;
  let changes = 0;
  let tutorBefore = previous?.tutorId ?? null;
  for (const { atMs, tutorId } of sessions) {
    if (atMs > startMs) {
      counts.set(tutorId, (counts.get(tutorId) ?? 0) + 1);
      counted++;
    }
    if (atMs > changeStartMs && tutorBefore !== null && tutorBefore !== tutorId) changes++;
    tutorBefore = tutorId;
  }
  if (counted === 0) return null;
  const [mostFrequentId, withMostFrequent] = mostFrequent(counts);
  return { sessions: counted, mostFrequentId, withMostFrequent, changes };
}

function mostFrequent(counts: ReadonlyMap<number, number>): [id: number, count: number] {
  let best: [number, number] = [0, 0];
  for (const [id, count] of counts)
    if (count > best[1] || (count === best[1] && id < best[0])) best = [id, count];
  return best;
}

/**
 * The start of the unbroken stretch, up to now, of instants at which the window that ends there holds at least
 * `criticalCalls` calls. Only the instants of calls need looking at: the count falls in between, when a call leaves.
 */
function criticalCallsSince(records: HealthRecords, settings: HealthSettings): number | null {
  const needed = settings.overrides.criticalCalls;
  if (records.calls.length < needed) return null;
  const windowMs = settings.calls.windowDays * dayMs;
  const times = [...records.earlierCallTimesMs, ...records.calls.map(({ atMs }) => atMs)];
  const timeAt = (index: number) => times[index] ?? Number.NEGATIVE_INFINITY;
  let since: number | null = null;
  let enoughUntilMs = Number.NEGATIVE_INFINITY;
  for (const [index, atMs] of times.entries()) {
    if (timeAt(index + 1) === atMs) continue; // calls at one instant count together
    const oldestNeededMs = timeAt(index - needed + 1);
    const isEnough = oldestNeededMs > atMs - windowMs;
    if (!isEnough) since = null;
    else if (since === null || enoughUntilMs < atMs) since = atMs;
    enoughUntilMs = oldestNeededMs + windowMs;
  }
  return since;
}

function findPrimaryGoal(goals: readonly GoalRecord[], asOfMs: number): PrimaryGoal | null {
  const known = goals.filter(({ createdAtMs }) => createdAtMs <= asOfMs).sort(byCreation);
  const primaryAt = known.findLastIndex(({ isPrimary }) => isPrimary);
  const primary = known[primaryAt];
  if (primary === undefined) return null;
  const isCompleted = primary.completedAtMs !== null && primary.completedAtMs <= asOfMs;
  return {
    id: primary.id,
    completedAtMs: isCompleted ? primary.completedAtMs : null,
    newerGoalId: known[primaryAt + 1]?.id ?? null,
  };
}

function byCreation(a: GoalRecord, b: GoalRecord): number {
  return a.createdAtMs - b.createdAtMs || a.id - b.id;
}
