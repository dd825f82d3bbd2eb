import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { askedByIdAtOnce } from "../weights.ts";
import { arrayLiteral } from "../write/array-literal.ts";
import { type Asked, askById, inStretches, writeAnswers } from "./ask-by-id.ts";
import type { FindingKind } from "./findings.ts";
import { provideOwners } from "./provide-owners.ts";
import { type ReconciledResource, storedIn } from "./reconciled-resource.ts";
import type { Reconciliation } from "./reconciliation.ts";

/** Fetches by id what the source lists and we have not live, writes it, and says what it was. */
export async function mendMissing(reconciliation: Reconciliation, ids: readonly number[]): Promise<void> {
  const { ctx, source, resource, report } = reconciliation;
  for (const few of inStretches(ids, askedByIdAtOnce)) {
    ctx.signal?.throwIfAborted();
    const before = await standingOf(ctx.db, resource, few);
    const asked = await askById(ctx, source, resource, few);
    await writeAnswers(ctx, source, resource, asked);
    await provideOwners(reconciliation, few);
    const after = await standingOf(ctx.db, resource, few);
    const findings = asked.flatMap((one) => {
      const kind = kindOf(one, before.get(one.id), after.get(one.id), reconciliation.onItsWayFrom);
      return kind === null ? [] : [{ kind, resource, id: one.id }];
    });
    await report.mend(async () => ({ findings, announce: async () => undefined }));
  }
}

type Standing = { isLive: boolean; isVanished: boolean; isHeld: boolean };

/** Null for what is no finding: gone or deleted meanwhile, or so new that the next poll would have brought it. */
function kindOf(
  { item }: Asked,
  before: Standing | undefined,
  after: Standing | undefined,
  onItsWayFrom: string | null,
): FindingKind | null {
  if (item === null) return null;
  if (item.rejected !== undefined) return "quarantined";
  if ("deletedAt" in item.record && item.record.deletedAt !== null) return null;
  if (before?.isVanished) return after?.isLive ? "restored" : "waiting";
  if (onItsWayFrom === null || item.record.updatedAt >= onItsWayFrom) return null;
  if (after?.isLive) return before?.isHeld ? "released" : "fetched";
  return after?.isHeld ? "waiting" : "older";
}

async function standingOf(
  db: Database,
  resource: ReconciledResource,
  ids: readonly number[],
): Promise<Map<number, Standing>> {
  const { table, id } = storedIn[resource];
  const { rows } = await sql<{ id: number } & Standing>`
    select wanted.id, coalesce(stored.deleted_at is null and stored.found, false) as "isLive",
      stored.vanished_at is not null as "isVanished",
      exists (select from held_records where resource = ${resource} and record_id = wanted.id) as "isHeld"
    from unnest(${arrayLiteral(ids, (one) => one)}::bigint[]) as wanted(id)
    left join lateral (select true as found, deleted_at, vanished_at from ${sql.table(table)}
      where ${sql.ref(id)} = wanted.id limit 1) as stored on true`.execute(db);
  return new Map(rows.map(({ id: key, ...standing }) => [key, standing]));
}
