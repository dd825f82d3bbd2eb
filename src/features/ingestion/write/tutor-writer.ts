import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { Instant, TutorRecord } from "#sources/source.ts";
import { arrayLiteral } from "./array-literal.ts";
import { contentHash } from "./content-hash.ts";
import { replaceTutorLists } from "./tutor-lists.ts";
import { countActions, type WriteCounts } from "./write-counts.ts";

const createStaging = sql`
  create temporary table if not exists staged_tutors (
    tutor_id bigint, name text, email text, timezone text, status text, hourly_rate numeric, hired_at timestamptz,
    created_at timestamptz, updated_at timestamptz, deleted_at timestamptz, content_hash uuid, action text
  ) on commit delete rows`;

/** Stages received tutors, each with what is to be done with it. */
export async function stageTutors(
  trx: Trx,
  tutors: readonly TutorRecord[],
  cursor: Instant | null,
): Promise<WriteCounts> {
  await createStaging.execute(trx);
  return await countActions(trx, stage(tutors, cursor));
}

function stage(tutors: readonly TutorRecord[], cursor: Instant | null) {
  const column = (cellOf: (tutor: TutorRecord) => string | number | null) => arrayLiteral(tutors, cellOf);
  return sql<{ action: string; records: number; late: number }>`
    with staged as (
      insert into staged_tutors
      select incoming.*, case
          when stored.tutor_id is null then 'insert'
          when stored.updated_at > incoming.updated_at and stored.vanished_at is null then 'stale'
          when stored.content_hash = incoming.content_hash then 'unchanged'
          else 'update'
        end
      from unnest(
          ${column((t) => t.id)}::bigint[], ${column((t) => t.name)}::text[], ${column((t) => t.email)}::text[],
          ${column((t) => t.timezone)}::text[], ${column((t) => t.status)}::text[],
          ${column((t) => t.hourlyRate)}::numeric[], ${column((t) => t.hiredAt)}::timestamptz[],
          ${column((t) => t.createdAt)}::timestamptz[], ${column((t) => t.updatedAt)}::timestamptz[],
          ${column((t) => t.deletedAt)}::timestamptz[], ${column(contentHash)}::uuid[])
        as incoming(tutor_id, name, email, timezone, status, hourly_rate, hired_at, created_at, updated_at,
          deleted_at, content_hash)
      left join lateral (select tutor_id, updated_at, vanished_at, content_hash from tutors
        where tutor_id = incoming.tutor_id limit 1) stored on true
      returning action, updated_at
    )
    select action, count(*)::integer as records,
      (count(*) filter (where action in ('insert', 'update') and updated_at < ${cursor}::timestamptz))::integer as late
    from staged group by action`;
}

/** Writes what is staged; the lists of a changed tutor replace those that are stored. */
export async function writeStagedTutors(
  trx: Trx,
  tutors: readonly TutorRecord[],
  counts: WriteCounts,
): Promise<void> {
  if (counts.inserted + counts.updated === 0) return;
  await upsert.execute(trx);
  await replaceTutorLists(trx, tutors);
}

const upsert = sql`
  insert into tutors (tutor_id, name, email, timezone, status, hourly_rate, hired_at, created_at, updated_at,
    deleted_at, content_hash)
  select tutor_id, name, email, timezone, status, hourly_rate, hired_at, created_at, updated_at, deleted_at,
    content_hash
  from staged_tutors where action in ('insert', 'update')
  order by tutor_id
  on conflict (tutor_id) do update set
    name = excluded.name, email = excluded.email, timezone = excluded.timezone, status = excluded.status,
    hourly_rate = excluded.hourly_rate, hired_at = excluded.hired_at, created_at = excluded.created_at,
    updated_at = excluded.updated_at, deleted_at = excluded.deleted_at, content_hash = excluded.content_hash,
    vanished_at = null`;

/** Held records that wait for a staged tutor. */
export const waitingForStagedTutors = sql`waiting.missing_tutor_id in (
  select tutor_id from staged_tutors where action = 'insert')`;

/** Appends to the change record which tutors changed. Call it near the end of the transaction. */
export async function appendTutorChange(trx: Trx, runId: number | null): Promise<void> {
  await sql`select append_change('tutors', '{}',
    (select array_agg(tutor_id) from staged_tutors where action in ('insert', 'update')),
    '{}', '{}', ${runId}::bigint)`.execute(trx);
}
