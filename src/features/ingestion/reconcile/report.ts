import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction, type Trx } from "#db/transaction.ts";
import { errorMessage } from "#platform/errors.ts";
import { appendEvents } from "#platform/live/event.ts";
import type { DayDifference } from "./compare-days.ts";
import type { Finding } from "./findings.ts";
import { insertFindings, keepDays } from "./keep-findings.ts";
import { cutOffText, type ReconciledResource } from "./reconciled-resource.ts";
import {
  countFindings,
  noReportCounts,
  outcomeOf,
  type ReconciliationOutcome,
  type ReportCounts,
} from "./tally.ts";

export type ReconciliationTrigger = "schedule" | "manual" | "command";

export type ReconciliationStage = "reading" | "comparing" | "mending" | "counting";

export type ReconciliationReport = ReportCounts & {
  id: number;
  resource: ReconciledResource;
  state: ReconciliationOutcome;
  /** Why nothing was marked as deleted; null where the guard did not stop it. */
  guard: string | null;
};

/** What a transaction has mended, and what it says at its very end: change record and events. */
export type Mended = { findings: readonly Finding[]; announce: () => Promise<void> };

type About = {
  resource: ReconciledResource;
  trigger: ReconciliationTrigger;
  allowsDeletes: boolean;
  now: () => Date;
};

export type OpenReport = Awaited<ReturnType<typeof openReport>>;

const savedEveryMs = 1_000;

/** Opens a report. Earlier ones of the resource that never ended were killed: they are closed as such. */
export async function openReport(db: Database, about: About) {
  const { resource, now } = about;
  const id = await insertReport(db, about);
  const counts = noReportCounts();
  let guard: string | null = null;
  let savedAtMs = performance.now();
  const save = async (trx: Trx | Database, more: object = {}) => {
    savedAtMs = performance.now();
    await trx
      .updateTable("reconciliations")
      .set({ ...columnsOf(counts), guard, ...more })
      .where("reconciliation_id", "=", id)
      .execute();
  };
  const end = async (state: ReconciliationOutcome | "failed", more: object) =>
    await inTransaction(db, async (trx) => {
      await save(trx, { ...more, state, finished_at: now() });
      await appendEvents(trx, [{ kind: "reconciliation.finished", key: resource, payload: { state } }]);
    });
  return {
    counts: counts as Readonly<ReportCounts>,
    /** Says what it is at. */
    stage: async (stage: ReconciliationStage) => await save(db, { stage }),
    /** Counts ids that were compared, and writes it down now and then. */
    async compared(listed: number, stored: number): Promise<void> {
      counts.source += listed;
      counts.stored += stored;
      if (performance.now() - savedAtMs >= savedEveryMs) await save(db);
    },
    /** Runs what mends in one transaction, with the findings that it answers. */
    async mend(work: (trx: Trx) => Promise<Mended>): Promise<void> {
      const found = await inTransaction(db, async (trx) => {
        const { findings, announce } = await work(trx);
        await insertFindings(trx, id, counts.findings, findings);
        await announce();
        return findings;
      });
      // Counted when it is committed: a transaction may have been tried more than once.
      for (const { kind } of found) countFindings(counts, kind, 1);
    },
    /** Says that nothing was marked; `first` are some of all that would have been. */
    async holdBack(first: readonly Finding[], all: number, sentence: string): Promise<void> {
      guard = sentence;
      await insertFindings(db, id, counts.findings, first);
      countFindings(counts, "withheld", all);
    },
    async differ(days: readonly DayDifference[]): Promise<void> {
      counts.daysDiffering = days.length;
      await keepDays(db, id, days);
    },
    async close(): Promise<ReconciliationReport> {
      const state = outcomeOf(counts, guard);
      await end(state, { stage: null });
      return { id, resource, state, ...counts, guard };
    },
    async fail(error: unknown, isStop: boolean): Promise<void> {
      await end("failed", {
        error: isStop ? "It was stopped; the next one begins anew." : errorMessage(error),
      });
    },
  };
}

async function insertReport(db: Database, about: About): Promise<number> {
  const { resource, trigger, allowsDeletes, now } = about;
  return await inTransaction(db, async (trx) => {
    await sql`update reconciliations set state = 'failed', finished_at = ${now()}, error = ${cutOffText}
      where resource = ${resource} and state = 'running'`.execute(trx);
    const { reconciliation_id: id } = await trx
      .insertInto("reconciliations")
      .values({
        resource,
        trigger,
        state: "running",
        stage: "reading",
        started_at: now(),
        allows_deletes: allowsDeletes,
      })
      .returning("reconciliation_id")
      .executeTakeFirstOrThrow();
    return Number(id);
  });
}

function columnsOf(counts: ReportCounts) {
  return {
    source_count: counts.source,
    stored_count: counts.stored,
    missing: counts.missing,
    extra: counts.extra,
    mended: counts.mended,
    deleted: counts.deleted,
    restored: counts.restored,
    stand_ins: counts.standIns,
    days_differing: counts.daysDiffering,
    findings: counts.findings,
  };
}
