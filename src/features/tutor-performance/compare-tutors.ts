import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { shiftBusinessDay } from "#domain/time/business-day.ts";
import type { TutorPriors } from "./flags.ts";
import { type Ranked, rankTutors } from "./ranking.ts";
import type { PassGround } from "./save-tutors.ts";
import { chooseWaiting, isCapped, type StoredFlag, shownCodes } from "./stored-flags.ts";
import { mondayOf } from "./tutor-days.ts";
import type { TutorSettings } from "./weights.ts";
import { appendFlagChanges } from "./write-signals.ts";

/** What only all tutors together decide: ranks, and which waiting flags are shown. Answers whom that changed. */
export async function compareTutors(trx: Trx, ground: PassGround): Promise<number[]> {
  const ranked = await rankAll(trx, ground.model.priors, ground.settings);
  const raised = await showWaiting(trx, ground);
  return [...new Set([...ranked, ...raised])];
}

type RankRow = {
  tutor_id: number;
  status: string;
  first_sessions_rated: number;
  first_session_successes: number;
  first_expected: number;
  shrunken_success: number | null;
  rank: number | null;
  percentile: number | null;
  badge: string | null;
};

async function rankAll(trx: Trx, priors: TutorPriors, settings: TutorSettings): Promise<number[]> {
  const { rows } = await sql<RankRow>`
    select tutor_id, status, first_sessions_rated, first_session_successes, first_expected, shrunken_success, rank,
      percentile, badge
    from tutor_performance join tutors using (tutor_id) order by tutor_id`.execute(trx);
  const ranked = rankField(rows, priors, settings);
  const stored = new Map(rows.map((row) => [row.tutor_id, row]));
  const changed = ranked.filter((tutor) => differs(tutor, stored.get(tutor.tutorId)));
  if (changed.length === 0) return [];
  const column = (value: (tutor: Ranked) => unknown) => changed.map(value);
  await sql`
    update tutor_performance stored set shrunken_success = made.shrunken_success, rank = made.rank,
      percentile = made.percentile, badge = made.badge
    from unnest(${column((t) => t.tutorId)}::bigint[], ${column((t) => t.shrunkenSuccess)}::float8[],
      ${column((t) => t.rank)}::int[], ${column((t) => t.percentile)}::float8[], ${column((t) => t.badge)}::text[])
      as made (tutor_id, shrunken_success, rank, percentile, badge)
    where stored.tutor_id = made.tutor_id`.execute(trx);
  return changed.map(({ tutorId }) => tutorId);
}

type FieldRow = Pick<
  RankRow,
  "tutor_id" | "status" | "first_sessions_rated" | "first_session_successes" | "first_expected"
>;

/** Ranks those who still teach; who has left keeps a shrunken rate, but no place. */
export function rankField(rows: readonly FieldRow[], priors: TutorPriors, settings: TutorSettings): Ranked[] {
  const toRank = (row: FieldRow) => ({
    tutorId: row.tutor_id,
    firstRated: row.first_sessions_rated,
    firstSuccesses: row.first_session_successes,
    firstExpected: row.first_expected,
  });
  const hasLeft = ({ status }: FieldRow) => status === "departed";
  const field = rankTutors(rows.filter((row) => !hasLeft(row)).map(toRank), priors, settings);
  const left = rankTutors(rows.filter(hasLeft).map(toRank), priors, settings);
  return [...field, ...left.map((tutor) => ({ ...tutor, rank: null, percentile: null, badge: null }))];
}

function differs(tutor: Ranked, stored: RankRow | undefined): boolean {
  return (
    stored === undefined ||
    stored.shrunken_success !== tutor.shrunkenSuccess ||
    stored.rank !== tutor.rank ||
    stored.percentile !== tutor.percentile ||
    stored.badge !== tutor.badge
  );
}

/** Shows as many of the waiting flags as this business week has room for. */
async function showWaiting(trx: Trx, { moment, settings }: PassGround): Promise<number[]> {
  const { rows } = await sql<{ tutor_id: number; flags: StoredFlag[] }>`
    select tutor_id, flags from tutor_performance where flags @> '[{"waits": true}]' order by tutor_id`.execute(
    trx,
  );
  if (rows.length === 0) return [];
  const room = settings.flags.mostNewPerWeek - (await raisedThisWeek(trx, moment));
  const waiting = rows.flatMap(({ tutor_id, flags }) =>
    flags
      .filter((flag) => flag.waits && isCapped(flag))
      .map(({ certainty, sessionsAtStake }) => ({ tutorId: tutor_id, certainty, sessionsAtStake })),
  );
  const chosen = new Set(chooseWaiting(waiting, room));
  for (const { tutor_id: tutorId, flags } of rows.filter(({ tutor_id }) => chosen.has(tutor_id))) {
    const shown = flags.map((flag) =>
      flag.waits && isCapped(flag) ? { ...flag, waits: false, raisedAt: moment.asOf.toISOString() } : flag,
    );
    await sql`update tutor_performance set flags = ${JSON.stringify(shown)}::jsonb,
      raised_flags = ${shownCodes(shown)}::text[] where tutor_id = ${tutorId}`.execute(trx);
    const raised = flags.filter((flag) => flag.waits && isCapped(flag));
    await appendFlagChanges(
      trx,
      raised.map(({ code, certainty }) => ({ tutorId, code, change: "raised", certainty })),
      moment.asOf,
    );
  }
  return [...chosen];
}

async function raisedThisWeek(trx: Trx, { day, asOf, timezone }: PassGround["moment"]): Promise<number> {
  const monday = shiftBusinessDay(asOf, mondayOf(day) - day, timezone);
  const { rows } = await sql<{ code: string; raised: number }>`
    select code, count(*) as raised from tutor_flag_changes
    where change = 'raised' and happened_at >= ${monday} and happened_at <= ${asOf}
    group by code`.execute(trx);
  return rows.filter(isCapped).reduce((sum, { raised }) => sum + raised, 0);
}
