import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import type { CustomerRecord, Instant, Records, TutorRecord } from "#sources/source.ts";
import { sourceOf } from "../source-of.ts";
import { askedByIdAtOnce } from "../weights.ts";
import { arrayLiteral } from "../write/array-literal.ts";
import { lockForWriting } from "../write/write-lock.ts";
import { writeRecords } from "../write/write-records.ts";
import { announceChanges } from "../write-batch.ts";
import { askById, inStretches, writeAnswers } from "./ask-by-id.ts";
import type { Finding } from "./findings.ts";
import { storedIn } from "./reconciled-resource.ts";
import type { Reconciliation } from "./reconciliation.ts";
import type { Mended } from "./report.ts";

type Owner = "customers" | "tutors";

const missingColumn = { customers: "missing_customer_id", tutors: "missing_tutor_id" } as const;

/**
 * Asks the source for the customers and tutors that held records wait for. Where it has one no more, a row that
 * stands in for it lets the records be stored: they are live at the source, so they have to be live with us.
 */
export async function provideOwners(
  reconciliation: Reconciliation,
  heldIds: readonly number[],
): Promise<void> {
  const { ctx, sources, resource, report } = reconciliation;
  if (resource !== "sessions" && resource !== "calls") return;
  for (const owner of ["customers", "tutors"] as const) {
    const missing = await missingOwners(ctx.db, resource, owner, heldIds);
    if (missing.length === 0) continue;
    const source = sourceOf(sources, owner);
    for (const few of inStretches(missing, askedByIdAtOnce)) {
      const asked = await askById(ctx, source, owner, few);
      await writeAnswers(ctx, source, owner, asked);
      const gone = asked.filter(({ item }) => item === null).map(({ id }) => id);
      if (gone.length > 0) await report.mend(async (trx) => await standIn(trx, owner, gone, ctx.now()));
    }
  }
}

async function missingOwners(
  db: Database,
  resource: "sessions" | "calls",
  owner: Owner,
  heldIds: readonly number[],
): Promise<number[]> {
  const column = sql.ref(missingColumn[owner]);
  const { rows } = await sql<{ id: number }>`
    select distinct ${column} as id from held_records
    where resource = ${resource} and ${column} is not null
      and record_id = any (${arrayLiteral(heldIds, (id) => id)}::bigint[])
    order by 1`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Writes a row in place of each owner that is not there, marked as deleted and as vanished: it is in no list of
 * live rows, and should the source show the owner after all, whatever version comes takes the row over.
 */
async function standIn(trx: Trx, owner: Owner, ids: readonly number[], now: Date): Promise<Mended> {
  await lockForWriting(trx, owner);
  const absent = await absentOwners(trx, owner, ids);
  const records = absent.map(({ id, since }) => standInRecords[owner](id, since));
  const written = await writeRecords<Owner>(trx, owner, records, null);
  const { table, id: idColumn } = storedIn[owner];
  await sql`update ${sql.table(table)} set vanished_at = ${now}
    where ${sql.ref(idColumn)} = any (${arrayLiteral(records, ({ id }) => id)}::bigint[])`.execute(trx);
  return {
    findings: records.map(({ id }): Finding => ({ kind: "stand_in", resource: owner, id })),
    announce: async () => await announceChanges(trx, written, null),
  };
}

/** Those that nobody has written meanwhile, each with the creation of the first record that names it. */
async function absentOwners(
  trx: Trx,
  owner: Owner,
  ids: readonly number[],
): Promise<{ id: number; since: Instant }[]> {
  const { table, id } = storedIn[owner];
  const column = sql.ref(missingColumn[owner]);
  const { rows } = await sql<{ id: number; since: Date }>`
    select ${column} as id, min((record->>'created_at')::timestamptz) as since from held_records
    where ${column} = any (${arrayLiteral(ids, (one) => one)}::bigint[])
      and not exists (select from ${sql.table(table)} where ${sql.ref(id)} = ${column})
    group by 1 order by 1`.execute(trx);
  return rows.map((row) => ({ id: row.id, since: row.since.toISOString() }));
}

// It begins and ends in the same instant: it was a customer at no time, also for who looks at the past.
const standInRecords: { [O in Owner]: (id: number, since: Instant) => Records[O] } = {
  customers: (id, since): CustomerRecord => ({
    id,
    name: `Customer ${id} (deleted at the source)`,
    email: null,
    phone: null,
    timezone: "UTC",
    acquisitionChannel: null,
    plan: null,
    monthlySpend: null,
    emailConsent: false,
    phoneConsent: false,
    status: "closed",
    signedUpAt: since,
    goals: [],
    createdAt: since,
    updatedAt: since,
    deletedAt: since,
  }),
  tutors: (id, since): TutorRecord => ({
    id,
    name: `Tutor ${id} (deleted at the source)`,
    email: null,
    timezone: "UTC",
    status: "departed",
    hourlyRate: null,
    hiredAt: since,
    subjectCodes: [],
    availability: [],
    timeOff: [],
    createdAt: since,
    updatedAt: since,
    deletedAt: since,
  }),
};
