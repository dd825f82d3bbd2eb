import { sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { readStoredRecords } from "../export-records.ts";
import {
  askedByIdAtOnce,
  deletesAlwaysAllowed,
  extraIdsRemembered,
  findingsKept,
  largestDeletedShare,
} from "../weights.ts";
import { arrayLiteral } from "../write/array-literal.ts";
import { lockForWriting } from "../write/write-lock.ts";
import { writeRecords } from "../write/write-records.ts";
import { announceChanges } from "../write-batch.ts";
import { askById, inStretches, writeAnswers } from "./ask-by-id.ts";
import type { Finding } from "./findings.ts";
import { betweenPolls } from "./poll-in-turn.ts";
import { type ReconciledResource, storedIn } from "./reconciled-resource.ts";
import type { Reconciliation } from "./reconciliation.ts";
import type { Mended } from "./report.ts";

/**
 * Deals with what is live with us and not listed by the source. Each id is asked for before anything is done
 * about it: only what the source then answers with 404 is marked as deleted.
 */
export async function mendExtra(reconciliation: Reconciliation, ids: readonly number[]): Promise<void> {
  const { ctx, source, resource, report, onItsWayFrom } = reconciliation;
  for (const few of inStretches(ids, askedByIdAtOnce)) {
    ctx.signal?.throwIfAborted();
    await betweenPolls(ctx, resource, async () => {
      const asked = await askById(ctx, source, resource, few);
      await writeAnswers(ctx, source, resource, asked);
      const findings = asked.flatMap(({ id, item }): Finding[] => {
        if (item?.rejected !== undefined) return [{ kind: "withheld", resource, id }];
        if (item === null || !("deletedAt" in item.record) || item.record.deletedAt === null) return [];
        const isOnItsWay = onItsWayFrom === null || item.record.updatedAt >= onItsWayFrom;
        return isOnItsWay ? [] : [{ kind: "deletion_read", resource, id }];
      });
      const gone = asked.filter(({ item }) => item === null).map(({ id }) => id);
      await report.mend(async (trx) => {
        const { marked, announce } = await markVanished(trx, resource, gone, ctx.now());
        const deleted = marked.map((id): Finding => ({ kind: "deleted", resource, id }));
        return { findings: [...findings, ...deleted], announce };
      });
    });
  }
}

/**
 * Marks rows as deleted by us, through the writers, so that rollups, change record and events follow. Whatever
 * version of them comes back counts. Newer versions that wait for a customer or tutor are forgotten with them.
 */
async function markVanished(
  trx: Trx,
  resource: ReconciledResource,
  ids: readonly number[],
  now: Date,
): Promise<{ marked: number[]; announce: Mended["announce"] }> {
  if (ids.length === 0) return { marked: [], announce: async () => undefined };
  const { table, id } = storedIn[resource];
  const wanted = sql`any (${arrayLiteral(ids, (one) => one)}::bigint[])`;
  await lockForWriting(trx, resource);
  await sql`delete from held_records where resource = ${resource} and record_id = ${wanted}`.execute(trx);
  const live = await readStoredRecords(trx, resource, ids);
  const gone = live.map((record) => ({ ...record, deletedAt: now.toISOString() }));
  const written = await writeRecords(trx, resource, gone, null);
  const marked = gone.map((record) => record.id);
  await sql`update ${sql.table(table)} set vanished_at = ${now}
    where ${sql.ref(id)} = any (${arrayLiteral(marked, (one) => one)}::bigint[])`.execute(trx);
  return { marked, announce: async () => await announceChanges(trx, written, null) };
}

/** Remembers what is extra until the comparison is over, as far as so many may be marked without being asked. */
export function createExtraIds() {
  const remembered: number[] = [];
  let count = 0;
  return {
    add(ids: readonly number[]): void {
      count += ids.length;
      const room = Math.max(0, extraIdsRemembered - remembered.length);
      for (const id of ids.slice(0, room)) remembered.push(id);
    },
    get count() {
      return count;
    },
    remembered: remembered as readonly number[],
  };
}

/** Marks what is extra, unless it is so much that the source itself is to be doubted. */
export async function mendExtraUnlessTooMany(
  reconciliation: Reconciliation,
  extra: ReturnType<typeof createExtraIds>,
): Promise<void> {
  const { resource, report } = reconciliation;
  const { source, stored } = report.counts;
  const allowed = Math.min(
    extraIdsRemembered,
    Math.max(deletesAlwaysAllowed, Math.floor(stored * largestDeletedShare)),
  );
  if (extra.count <= allowed) return await mendExtra(reconciliation, extra.remembered);
  const first = extra.remembered.slice(0, findingsKept);
  await report.holdBack(
    first.map((id) => ({ kind: "withheld", resource, id })),
    extra.count,
    `The source lists ${source} ${resource} and does not list ${extra.count} of our ${stored}. Nothing was marked as deleted. ` +
      `If they are really gone, run: ops ingest reconcile ${resource} --allow-deletes`,
  );
}
