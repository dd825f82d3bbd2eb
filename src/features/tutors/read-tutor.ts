import { z } from "zod";
import { asViewer, type Trx } from "#db/transaction.ts";
import { AppError } from "#platform/errors.ts";
import { decodeCursor, encodeCursor } from "#platform/http/cursor.ts";
import { hasRole } from "#platform/viewer.ts";
import { readLimits } from "./limits-in-force.ts";
import type { TutorsContext } from "./list-tutors.ts";
import * as queries from "./queries.ts";
import type { TutorDetail, TutorPeriods, TutorSession, TutorSessions, TutorSubjects } from "./schemas.ts";
import { storedTrendSchema } from "./stored-evidence.ts";
import { flagsOf, toListItem, trendOf } from "./tutor-answer.ts";
import { measuresOf, rateOf, ratio, type StoredCounts, sumCounts } from "./tutor-measures.ts";

type Reader = Pick<TutorsContext, "db" | "viewer">;

const weeksShown = 12;
const fewWeeks = 4;
const anomaliesShown = 20;

/** One tutor: profile, measures of three stretches, flags with their evidence, anomalies. Throws not_found. */
export async function readTutorDetail(
  ctx: Reader & Pick<TutorsContext, "now">,
  id: number,
): Promise<TutorDetail> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const row = await queries.readTutor(trx, id);
    if (row === undefined) throw noSuchTutor(id);
    const limits = await readLimits(trx);
    const weeks = await queries.readPeriods(trx, id, "week", weeksShown);
    return {
      ...toListItem(row, limits),
      email: hasRole(ctx.viewer.role, "operator") ? row.email : null,
      timezone: row.timezone,
      hiredAt: row.hired_at.toISOString(),
      subjects: await queries.readOffered(trx, id),
      weeklyHours: await queries.readWeeklyHours(trx, id),
      hoursAvailable28d: row.hours_available_28d,
      hoursTaught28d: row.hours_taught_28d,
      measures: stretchesOf(row, weeks, ctx.now()),
      watched: flagsOf(row, limits),
      shortTrend: trendOf(storedTrendSchema.parse(row.trend_short)),
      anomalies: (await queries.readAnomalies(trx, id, anomaliesShown)).map(toAnomaly),
    };
  });
}

function stretchesOf(
  row: queries.TutorProfileRow,
  weeks: readonly queries.PeriodRow[],
  now: Date,
): TutorDetail["measures"] {
  const since = (count: number) => {
    // A week that began less than so many weeks ago, the running one included.
    const first = new Date(now.getTime() - count * 7 * 86_400_000).toISOString().slice(0, 10);
    return sumCounts(weeks.filter(({ starts_on }) => starts_on > first));
  };
  const all: StoredCounts = {
    ...row,
    first_sessions: row.first_sessions ?? 0,
    first_sessions_rated: row.first_sessions_rated ?? 0,
    first_session_successes: row.first_session_successes ?? 0,
    rated: row.rated ?? 0,
    rating_sum: (row.mean_rating ?? 0) * (row.rated ?? 0),
  };
  return [
    { stretch: "all", ...measuresOf(all) },
    { stretch: "12_weeks", ...measuresOf(since(weeksShown)) },
    { stretch: "4_weeks", ...measuresOf(since(fewWeeks)) },
  ];
}

type AnomalyRow = Awaited<ReturnType<typeof queries.readAnomalies>>[number];

function toAnomaly(row: AnomalyRow): TutorDetail["anomalies"][number] {
  return {
    measure: row.measure,
    week: row.week,
    note: row.note,
    state: row.state as "open" | "closed",
    ending: row.ending,
    openedAt: row.opened_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    pValue: row.p_value,
  };
}

/** The newest weeks or months of a tutor, newest first. */
export async function listPeriods(
  ctx: Reader,
  id: number,
  { period, limit }: { period: "week" | "month"; limit: number },
): Promise<TutorPeriods> {
  return await ofTutor(ctx, id, async (trx) => {
    const rows = await queries.readPeriods(trx, id, period, limit);
    return {
      data: rows.map((row) => ({
        startsOn: row.starts_on,
        ...measuresOf(row),
        noShows: row.no_shows,
        cancelledByTutor: row.cancelled_by_tutor,
      })),
    };
  });
}

/** A tutor by subject, against what all tutors reach in it. */
export async function listSubjects(ctx: Reader, id: number): Promise<TutorSubjects> {
  return await ofTutor(ctx, id, async (trx) => {
    const rows = await queries.readSubjects(trx, id);
    return {
      data: rows.map((row) => ({
        code: row.subject_code,
        name: row.name,
        firstSessionsRated: row.first_sessions_rated,
        firstSessionSuccesses: row.first_session_successes,
        success: rateOf(row.first_session_successes, row.first_sessions_rated),
        benchmark: row.benchmark,
        expectedSuccess: ratio(row.first_expected, row.first_sessions_rated),
        certaintyBelow: row.certainty_below_benchmark,
        standing: row.standing as TutorSubjects["data"][number]["standing"],
        sessions: row.sessions,
        meanRating: ratio(row.rating_sum, row.rated),
        benchmarkRating: row.benchmark_rating,
      })),
    };
  });
}

const placeSchema = z.object({ at: z.string(), id: z.int() });

/** One page of a tutor's sessions, newest first. */
export async function listSessions(
  ctx: Reader & Pick<TutorsContext, "now">,
  id: number,
  { cursor, pageSize }: { cursor?: string | undefined; pageSize: number },
): Promise<TutorSessions> {
  return await ofTutor(ctx, id, async (trx) => {
    const place = cursor === undefined ? null : decodeCursor(cursor, placeSchema);
    const rows = await queries.readSessions(trx, id, ctx.now(), place, pageSize + 1);
    const page = rows.slice(0, pageSize);
    const last = rows.length > page.length ? page.at(-1) : undefined;
    return {
      data: page.map(toSession),
      nextCursor: last ? encodeCursor({ at: last.happened_at_text, id: last.session_id }) : null,
      total: await queries.countSessions(trx, id, ctx.now()),
    };
  });
}

function toSession(row: queries.SessionRow): TutorSession {
  return {
    id: row.session_id,
    customerId: row.customer_id,
    customer: row.customer,
    subjectCode: row.subject_code,
    subject: row.subject,
    status: row.status as TutorSession["status"],
    cancelledBy: row.cancelled_by as TutorSession["cancelledBy"],
    happenedAt: row.happened_at.toISOString(),
    durationMinutes: row.duration_minutes,
    rating: row.rating,
    isFirst: row.is_first,
  };
}

async function ofTutor<T>(ctx: Reader, id: number, read: (trx: Trx) => Promise<T>): Promise<T> {
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    if (!(await queries.tutorExists(trx, id))) throw noSuchTutor(id);
    return await read(trx);
  });
}

function noSuchTutor(id: number): AppError {
  return new AppError("not_found", `There is no tutor ${id}.`);
}
