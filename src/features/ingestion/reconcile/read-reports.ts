import { type SqlBool, sql } from "kysely";
import type { Database } from "#db/client.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import { AppError } from "#platform/errors.ts";
import { type WithIsoDates, withIsoDates } from "#platform/http/iso-dates.ts";
import { beforeId, newestFirstPage } from "#platform/http/newest-first.ts";
import type { Viewer } from "#platform/viewer.ts";
import type { FindingKind } from "./findings.ts";
import {
  cutOffText,
  type ReconciledResource,
  reconciledResources,
  reconcileLockPrefix,
} from "./reconciled-resource.ts";
import type { ReconciliationStage, ReconciliationTrigger } from "./report.ts";
import type { ReconciliationOutcome, ReportCounts } from "./tally.ts";

type ReportRow = ReportCounts & {
  id: number;
  resource: ReconciledResource;
  trigger: ReconciliationTrigger;
  state: ReconciliationOutcome | "running" | "failed";
  stage: ReconciliationStage | null;
  startedAt: Date;
  finishedAt: Date | null;
  allowsDeletes: boolean;
  guard: string | null;
  error: string | null;
  /** How many ids the source listed the time before: what a running one is measured by. */
  expected: number | null;
};

/** A comparison as lists show it. */
export type ReconciliationSummary = WithIsoDates<ReportRow>;

export type ReconciliationDetail = ReconciliationSummary & {
  /** The first of all findings. */
  listed: { kind: FindingKind; resource: ReconciledResource; id: number }[];
  days: { day: string; source: number; stored: number }[];
};

export type ReconciliationPage = {
  data: ReconciliationSummary[];
  nextCursor: string | null;
  total: number;
  /** The last one of each resource, in the order in which they run. */
  newest: ReconciliationSummary[];
};

/** Comparisons, newest first, and the last one of each resource. */
export async function listReconciliations(
  db: Database,
  viewer: Viewer,
  query: { cursor?: string | undefined; limit: number; resource?: ReconciledResource | undefined },
): Promise<ReconciliationPage> {
  const { limit, resource } = query;
  const before = beforeId(query.cursor);
  return await asViewer(db, viewer, async (trx) => {
    const ofResource = resource === undefined ? sql<SqlBool>`true` : sql<SqlBool>`resource = ${resource}`;
    const older = before === undefined ? sql<SqlBool>`true` : sql<SqlBool>`reconciliation_id < ${before}`;
    const rows = await select(trx, sql<SqlBool>`${ofResource} and ${older}`)
      .limit(limit + 1)
      .execute();
    const { total } = await trx
      .selectFrom("reconciliations")
      .select((eb) => eb.fn.countAll<number>().as("total"))
      .where(ofResource)
      .executeTakeFirstOrThrow();
    const newest = await Promise.all(
      reconciledResources.map(async (one) =>
        (await select(trx, sql<SqlBool>`resource = ${one}`).limit(1).execute()).map(withIsoDates),
      ),
    );
    return { ...newestFirstPage(rows, limit, Number(total)), newest: newest.flat() };
  });
}

/** One comparison with what it found. Throws not_found. */
export async function readReconciliation(
  db: Database,
  viewer: Viewer,
  id: number,
): Promise<ReconciliationDetail> {
  return await asViewer(db, viewer, async (trx) => {
    const report = await select(trx, sql<SqlBool>`reconciliation_id = ${id}`).executeTakeFirst();
    if (report === undefined) throw new AppError("not_found", "There is no such reconciliation.");
    const listed = await trx
      .selectFrom("reconciliation_findings")
      .select("record_id as id")
      .select((eb) => [
        eb.ref("kind").$castTo<FindingKind>().as("kind"),
        eb.ref("resource").$castTo<ReconciledResource>().as("resource"),
      ])
      .where("reconciliation_id", "=", id)
      .orderBy("position")
      .execute();
    const days = await trx
      .selectFrom("reconciliation_days")
      .select(["day", "source_count as source", "stored_count as stored"])
      .where("reconciliation_id", "=", id)
      .orderBy("day", "desc")
      .execute();
    return { ...withIsoDates(report), listed, days };
  });
}

const isKilled = sql`(state = 'running' and not exists (select from pg_locks
  where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
    and (classid::bigint << 32) | objid::bigint
    = hashtextextended(${reconcileLockPrefix} || report.resource, 0)))`;

function select(trx: Trx, which: ReturnType<typeof sql<SqlBool>>) {
  return trx
    .selectFrom("reconciliations as report")
    .select([
      "reconciliation_id as id",
      "started_at as startedAt",
      "finished_at as finishedAt",
      "source_count as source",
      "stored_count as stored",
      "missing",
      "extra",
      "mended",
      "deleted",
      "restored",
      "stand_ins as standIns",
      "days_differing as daysDiffering",
      "findings",
      "allows_deletes as allowsDeletes",
      "guard",
    ])
    .select((eb) => [
      eb.ref("resource").$castTo<ReportRow["resource"]>().as("resource"),
      eb.ref("trigger").$castTo<ReportRow["trigger"]>().as("trigger"),
      // Who holds no lock any more was killed, though nobody has written that down yet.
      sql<ReportRow["state"]>`case when ${isKilled} then 'failed' else state end`.as("state"),
      sql<string | null>`case when ${isKilled} then ${cutOffText} else error end`.as("error"),
      eb.ref("stage").$castTo<ReportRow["stage"]>().as("stage"),
      sql<number | null>`(select previous.source_count from reconciliations as previous
        where previous.resource = report.resource and previous.reconciliation_id < report.reconciliation_id
          and previous.state in ('equal', 'mended', 'differs')
        order by previous.reconciliation_id desc limit 1)`.as("expected"),
    ])
    .where(which)
    .orderBy("reconciliation_id", "desc");
}
