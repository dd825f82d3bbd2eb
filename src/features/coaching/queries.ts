import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { WeekCounts } from "./stretches.ts";

export type TaskRow = {
  task_id: number;
  tutor_id: number;
  tutor: string;
  flag: string | null;
  subject_code: string | null;
  subject: string | null;
  title: string;
  note: string | null;
  owner_id: string;
  owner_name: string;
  due_on: string;
  state: string;
  created_by_name: string;
  created_at: Date;
  closed_by_name: string | null;
  closed_at: Date | null;
  closing_note: string | null;
};

export type TaskSelection = {
  /** Null means every state. */
  state: "open" | "done" | "cancelled" | null;
  tutorId: number | null;
  ownerId: string | null;
};

export type TaskPlace = { dueOn: string; id: number };

/** Tasks, those that are due first on top; the newest first where closed ones are asked for too. */
export async function readTasks(
  trx: Trx,
  selection: TaskSelection,
  place: TaskPlace | null,
  limit: number,
): Promise<TaskRow[]> {
  const rises = selection.state === "open";
  const [way, sign] = rises ? [sql`asc`, sql`>`] : [sql`desc`, sql`<`];
  const begin = place
    ? sql`(due_on, task_id) ${sign} (${place.dueOn}::date, ${place.id}::bigint)`
    : sql`true`;
  const { rows } = await sql<TaskRow>`
    select k.task_id, k.tutor_id, t.name as tutor, k.flag, k.subject_code, s.name as subject, k.title, k.note,
      k.owner_id, k.owner_name, k.due_on, k.state, k.created_by_name, k.created_at, k.closed_by_name, k.closed_at,
      k.closing_note
    from coaching_tasks as k join tutors as t using (tutor_id) left join subjects as s using (subject_code)
    where ${chosen(selection)} and ${begin} order by due_on ${way}, task_id ${way} limit ${limit}`.execute(
    trx,
  );
  return rows;
}

/** How many tasks are chosen, and how many of all open ones were due before `today` (YYYY-MM-DD). */
export async function countTasks(trx: Trx, selection: TaskSelection, today: string) {
  const { rows } = await sql<{ total: number; overdue: number }>`
    select (select count(*)::int from coaching_tasks as k where ${chosen(selection)}) as total,
      (select count(*)::int from coaching_tasks where state = 'open' and due_on < ${today}::date) as overdue`.execute(
    trx,
  );
  return rows[0] ?? { total: 0, overdue: 0 };
}

/** One task, locked until the transaction ends: two people may close it at once. */
export async function lockTask(trx: Trx, id: number) {
  return await trx
    .selectFrom("coaching_tasks")
    .select(["task_id", "tutor_id", "state", "owner_id", "due_on"])
    .where("task_id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}

export async function readTask(trx: Trx, id: number): Promise<TaskRow | undefined> {
  const { rows } = await sql<TaskRow>`
    select k.task_id, k.tutor_id, t.name as tutor, k.flag, k.subject_code, s.name as subject, k.title, k.note,
      k.owner_id, k.owner_name, k.due_on, k.state, k.created_by_name, k.created_at, k.closed_by_name, k.closed_at,
      k.closing_note
    from coaching_tasks as k join tutors as t using (tutor_id) left join subjects as s using (subject_code)
    where task_id = ${id}`.execute(trx);
  return rows[0];
}

function chosen({ state, tutorId, ownerId }: TaskSelection): RawBuilder<unknown> {
  return sql.join(
    [
      state === null ? sql`true` : sql`k.state = ${state}`,
      tutorId === null ? sql`true` : sql`k.tutor_id = ${tutorId}`,
      ownerId === null ? sql`true` : sql`k.owner_id = ${ownerId}`,
    ],
    sql` and `,
  );
}

/** Weeks of these tutors since `from` (YYYY-MM-DD). */
export async function readWeeks(
  trx: Trx,
  tutorIds: readonly number[],
  from: string,
): Promise<Map<number, WeekCounts[]>> {
  const rows = await trx
    .selectFrom("tutor_performance_periods")
    .select([
      "tutor_id",
      "starts_on",
      "first_sessions_rated",
      "first_session_successes",
      "rated",
      "rating_sum",
    ])
    .select(["sessions", "no_shows", "cancelled_by_tutor"])
    .where("tutor_id", "in", [0, ...tutorIds])
    .where("period", "=", "week")
    .where("starts_on", ">=", from)
    .execute();
  const weeks = new Map<number, WeekCounts[]>();
  for (const row of rows) {
    const ofTutor = weeks.get(row.tutor_id) ?? [];
    weeks.set(row.tutor_id, ofTutor);
    ofTutor.push({
      startsOn: row.starts_on,
      firstSessionsRated: row.first_sessions_rated,
      firstSessionSuccesses: row.first_session_successes,
      rated: row.rated,
      ratingSum: row.rating_sum,
      sessions: row.sessions,
      noShows: row.no_shows,
      cancelledByTutor: row.cancelled_by_tutor,
    });
  }
  return weeks;
}

/** Those to whom a task can be given. */
export async function readOwners(trx: Trx): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
  }>`select id, name from colleagues() order by name, id`.execute(trx);
  return rows;
}

/** What is found of a tutor that coaching can help with: flags that are shown, and subjects under their benchmark, the surest first. */
export async function readFindings(trx: Trx, tutorId: number) {
  const performance = await trx
    .selectFrom("tutor_performance")
    .select("raised_flags")
    .where("tutor_id", "=", tutorId)
    .executeTakeFirst();
  const weakSubjects = await trx
    .selectFrom("tutor_subject_performance as p")
    .innerJoin("subjects as s", "s.subject_code", "p.subject_code")
    .select(["p.subject_code as code", "s.name"])
    .where("p.tutor_id", "=", tutorId)
    .where("p.standing", "=", "weakness")
    .orderBy("p.certainty_below_benchmark", "desc")
    .orderBy("s.name")
    .execute();
  return { flags: performance?.raised_flags ?? [], weakSubjects };
}
