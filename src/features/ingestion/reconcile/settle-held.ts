import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import { askedByIdAtOnce } from "../weights.ts";
import { arrayLiteral } from "../write/array-literal.ts";
import { lockForWriting } from "../write/write-lock.ts";
import { askById, writeAnswers } from "./ask-by-id.ts";
import type { Finding } from "./findings.ts";
import { betweenPolls } from "./poll-in-turn.ts";
import { provideOwners } from "./provide-owners.ts";
import type { ReconciledResource } from "./reconciled-resource.ts";
import type { Reconciliation } from "./reconciliation.ts";

/**
 * Deals with held records that the source does not list as live: those that it has no more are dropped, deleted
 * ones are stored as such. The live ones were dealt with as missing.
 */
export async function settleHeld(reconciliation: Reconciliation): Promise<void> {
  const { ctx, source, resource, report } = reconciliation;
  let after = 0;
  for (;;) {
    ctx.signal?.throwIfAborted();
    const ids = await heldIds(ctx.db, resource, after);
    const last = ids.at(-1);
    if (last === undefined) return;
    await betweenPolls(ctx, resource, async () => {
      const asked = await askById(ctx, source, resource, ids);
      await writeAnswers(ctx, source, resource, asked);
      const gone = asked.filter(({ item }) => item === null).map(({ id }) => id);
      await report.mend(async (trx) => {
        const dropped = await drop(trx, resource, gone);
        const findings = dropped.map((id): Finding => ({ kind: "dropped", resource, id }));
        return { findings, announce: async () => undefined };
      });
    });
    await provideOwners(reconciliation, ids);
    after = last;
  }
}

async function heldIds(db: Database, resource: ReconciledResource, after: number): Promise<number[]> {
  const rows = await db
    .selectFrom("held_records")
    .select("record_id")
    .where("resource", "=", resource)
    .where("record_id", ">", after)
    .orderBy("record_id")
    .limit(askedByIdAtOnce)
    .execute();
  return rows.map((row) => row.record_id);
}

async function drop(trx: Trx, resource: ReconciledResource, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  await lockForWriting(trx, resource);
  const { rows } = await sql<{ record_id: number }>`
    delete from held_records
    where resource = ${resource} and record_id = any (${arrayLiteral(ids, (id) => id)}::bigint[])
    returning record_id`.execute(trx);
  return rows.map((row) => row.record_id);
}
