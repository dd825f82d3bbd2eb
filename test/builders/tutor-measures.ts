import { sql } from "kysely";
import type { Database } from "#db/client.ts";

/** A tutor with what tutor performance has computed; what is left out is ordinary. */
export type MeasuredTutor = {
  id: number;
  name?: string;
  status?: "active" | "on_leave" | "departed";
  subjects?: readonly string[];
  /** Absent: nothing was computed yet. */
  measures?: {
    firstRated?: number;
    firstSuccesses?: number;
    shrunken?: number;
    rank?: number | null;
    percentile?: number | null;
    badge?: string | null;
    rating?: number | null;
    utilisation?: number;
    /** Change of first-session success over the longer comparison; null where too few sessions bear on it. */
    change?: number | null;
    raised?: readonly string[];
    flags?: readonly unknown[];
  };
};

export type MeasuredWeek = {
  startsOn: string;
  rated?: number;
  successes?: number;
  sessions?: number;
  ratingSum?: number;
  ratings?: number;
};

/** Puts tutors with their subjects and measures into a database, as the owner. */
export async function insertTutors(db: Database, tutors: readonly MeasuredTutor[]): Promise<void> {
  for (const { id, name = `Tutor ${id}`, status = "active", subjects = [], measures } of tutors) {
    await sql`insert into tutors (tutor_id, name, email, timezone, status, hired_at, created_at, updated_at, content_hash)
      values (${id}, ${name}, ${`tutor${id}@example.org`}, 'Europe/London', ${status}, '2025-01-01', '2025-01-01',
        '2025-01-01', md5(${String(id)})::uuid)`.execute(db);
    for (const [position, code] of subjects.entries()) {
      await sql`insert into subjects (subject_code, name, is_described) values (${code}, initcap(${code}), false)
        on conflict do nothing`.execute(db);
      await sql`insert into tutor_subjects (tutor_id, subject_code, position) values (${id}, ${code}, ${position})`.execute(
        db,
      );
    }
    if (measures) await insertMeasures(db, id, measures);
  }
}

async function insertMeasures(
  db: Database,
  id: number,
  measures: NonNullable<MeasuredTutor["measures"]>,
): Promise<void> {
  const rated = measures.firstRated ?? 20;
  const change = measures.change ?? null;
  const said = change === null ? "too_few" : change > 0 ? "improving" : "declining";
  const none = { before: null, after: null, change: null, pValue: null, direction: "too_few" };
  const trend = {
    days: 28,
    success: { ...none, change, direction: said, before: 0.8, after: 0.8 * (1 + (change ?? 0)) },
    rating: none,
  };
  await sql`insert into tutor_performance (tutor_id, first_sessions, first_sessions_rated, first_session_successes,
      expected_success, first_expected, shrunken_success, rank, percentile, badge, mean_rating, rated, sessions,
      hours_taught, utilisation, trend, trend_long, trend_short, raised_flags, flags, computed_at)
    values (${id}, ${rated + 2}, ${rated}, ${measures.firstSuccesses ?? rated}, 0.8, ${rated * 0.8},
      ${measures.shrunken ?? 0.8}, ${measures.rank ?? null}, ${measures.percentile ?? null}, ${measures.badge ?? null},
      ${measures.rating === undefined ? 4.5 : measures.rating}, 40, 50, 50, ${measures.utilisation ?? 0.5}, ${said},
      ${JSON.stringify(trend)}::jsonb, ${JSON.stringify({ ...trend, days: 7 })}::jsonb,
      ${measures.raised ?? []}::text[], ${JSON.stringify(measures.flags ?? [])}::jsonb, '2026-03-02T12:00:00Z')`.execute(
    db,
  );
}

/** Puts weeks of a tutor's history into a database. */
export async function insertWeeks(
  db: Database,
  tutorId: number,
  weeks: readonly MeasuredWeek[],
): Promise<void> {
  for (const week of weeks) {
    await sql`insert into tutor_performance_periods (tutor_id, period, starts_on, first_sessions, first_sessions_rated,
        first_session_successes, first_expected, sessions, rated, rating_sum, hours_taught)
      values (${tutorId}, 'week', ${week.startsOn}, ${week.rated ?? 5}, ${week.rated ?? 5}, ${week.successes ?? 4},
        ${(week.rated ?? 5) * 0.8}, ${week.sessions ?? 12}, ${week.ratings ?? 10}, ${week.ratingSum ?? 45}, 12)`.execute(
      db,
    );
  }
}

/** A stored flag of a rate that fell from 85 % since 12 October 2026: 11 of 20 succeeded. */
export const slippingFlag = {
  code: "needs_coaching",
  certainty: 0.97,
  isRaised: true,
  raisedAt: "2026-11-02T08:00:00.000Z",
  waits: false,
  sessionsAtStake: 8,
  evidence: {
    successes: 11,
    trials: 20,
    rate: 0.54,
    lower: 0.35,
    upper: 0.73,
    limit: 0.68,
    expectedRate: 0.82,
    drop: { sinceDay: Date.UTC(2026, 9, 12) / 86_400_000, before: { successes: 34, trials: 40, rate: 0.85 } },
  },
} as const;
