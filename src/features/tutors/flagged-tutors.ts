import { sql } from "kysely";
import { asViewer, type Trx } from "#db/transaction.ts";
import { daysBefore } from "#domain/time/business-day.ts";
import { readLimits } from "./limits-in-force.ts";
import type { TutorsContext } from "./list-tutors.ts";
import type { FlaggedTutors } from "./schemas.ts";
import { flagsOf } from "./tutor-answer.ts";
import { flaggedOnOverview } from "./weights.ts";

type FlaggedRow = {
  tutor_id: number;
  name: string;
  flags: unknown;
  raised_flags: string[];
  raised_at: Date;
  task_owner: string | null;
  task_due_on: string | null;
  flagged: number;
  newly_flagged: number;
  without_task: number;
};

/** Tutors with a raised flag who still teach: first those with whom nobody works yet, of them the newest flags. */
export async function readFlaggedTutors({
  db,
  viewer,
  now,
}: Pick<TutorsContext, "db" | "viewer" | "now">): Promise<FlaggedTutors> {
  return await asViewer(db, viewer, async (trx) => {
    const limits = await readLimits(trx);
    const rows = await readRows(trx, daysBefore(now(), 1));
    return {
      data: rows.map((row) => ({
        id: row.tutor_id,
        name: row.name,
        flags: flagsOf(row, limits).filter(({ isShown }) => isShown),
        raisedAt: row.raised_at.toISOString(),
        task:
          row.task_owner === null || row.task_due_on === null
            ? null
            : { owner: row.task_owner, dueOn: row.task_due_on },
      })),
      flagged: rows[0]?.flagged ?? 0,
      newlyFlagged: rows[0]?.newly_flagged ?? 0,
      withoutTask: rows[0]?.without_task ?? 0,
    };
  });
}

async function readRows(trx: Trx, newSince: Date): Promise<FlaggedRow[]> {
  const { rows } = await sql<FlaggedRow>`
    with flagged as (
      select tutor_id, t.name, p.flags, p.raised_flags, task.owner_name as task_owner, task.due_on::text as task_due_on,
        (select max((flag ->> 'raisedAt')::timestamptz) from jsonb_array_elements(p.flags) as flag
          where flag ->> 'code' = any (p.raised_flags)) as raised_at,
        (select max((flag ->> 'certainty')::float8) from jsonb_array_elements(p.flags) as flag
          where flag ->> 'code' = any (p.raised_flags)) as certainty
      from tutor_performance as p join tutors as t using (tutor_id) left join lateral (
        select owner_name, due_on from coaching_tasks as c
        where c.tutor_id = p.tutor_id and c.state = 'open' order by due_on, task_id limit 1) as task on true
      where cardinality(p.raised_flags) > 0 and t.deleted_at is null and t.status <> 'departed'
    )
    select *, (count(*) over ())::int as flagged,
      (count(*) filter (where raised_at > ${newSince}) over ())::int as newly_flagged,
      (count(*) filter (where task_owner is null) over ())::int as without_task
    from flagged
    order by task_owner is not null, raised_at desc nulls last, certainty desc, tutor_id
    limit ${flaggedOnOverview}`.execute(trx);
  return rows;
}
