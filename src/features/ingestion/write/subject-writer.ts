import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { Instant, SubjectRecord } from "#sources/source.ts";
import { arrayLiteral } from "./array-literal.ts";
import { countActions, type WriteCounts } from "./write-counts.ts";

const createStaging = sql`
  create temporary table if not exists staged_subjects (
    subject_code text, name text, category text, created_at timestamptz, updated_at timestamptz, action text
  ) on commit delete rows`;

/** Stages received subjects. One that was only seen on sessions and tutors so far counts as new. */
export async function stageSubjects(
  trx: Trx,
  subjects: readonly SubjectRecord[],
  cursor: Instant | null,
): Promise<WriteCounts> {
  await createStaging.execute(trx);
  const column = (cellOf: (subject: SubjectRecord) => string | null) => arrayLiteral(subjects, cellOf);
  return await countActions(
    trx,
    sql`
    with staged as (
      insert into staged_subjects
      select incoming.*, case
          when stored.subject_code is null or not stored.is_described then 'insert'
          when stored.updated_at > incoming.updated_at then 'stale'
          when (stored.name, stored.category, stored.created_at, stored.updated_at)
            is not distinct from (incoming.name, incoming.category, incoming.created_at, incoming.updated_at)
            then 'unchanged'
          else 'update'
        end
      from unnest(${column((s) => s.code)}::text[], ${column((s) => s.name)}::text[],
          ${column((s) => s.category)}::text[], ${column((s) => s.createdAt)}::timestamptz[],
          ${column((s) => s.updatedAt)}::timestamptz[])
        as incoming(subject_code, name, category, created_at, updated_at)
      left join subjects stored using (subject_code)
      returning action, updated_at
    )
    select action, count(*)::integer as records,
      (count(*) filter (where action in ('insert', 'update') and updated_at < ${cursor}::timestamptz))::integer as late
    from staged group by action`,
  );
}

/** Writes what is staged. */
export async function writeStagedSubjects(trx: Trx): Promise<void> {
  await sql`
    insert into subjects (subject_code, name, category, created_at, updated_at, is_described)
    select subject_code, name, category, created_at, updated_at, true
    from staged_subjects where action in ('insert', 'update')
    order by subject_code
    on conflict (subject_code) do update set name = excluded.name, category = excluded.category,
      created_at = excluded.created_at, updated_at = excluded.updated_at, is_described = true`.execute(trx);
}

/**
 * Takes back the description of subjects that a reading of the whole list did not show: the source has them
 * no more, and their rows stay for the sessions that name them. Answers how many there were.
 */
export async function forgetUnseenSubjects(trx: Trx, seenCodes: ReadonlySet<string>): Promise<number> {
  const { numAffectedRows } = await sql`
    update subjects set is_described = false
    where is_described
      and subject_code <> all (${arrayLiteral([...seenCodes], (code) => code)}::text[])`.execute(trx);
  return Number(numAffectedRows ?? 0n);
}

/** Appends to the change record that subjects changed. */
export async function appendSubjectChange(trx: Trx, runId: number | null): Promise<void> {
  await sql`select append_change('subjects', '{}', '{}', '{}', '{}', ${runId}::bigint)`.execute(trx);
}
