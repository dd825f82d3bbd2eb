import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { asViewer, inTransaction } from "#db/transaction.ts";
import { type PassRequest, runHealthPass } from "#features/customer-health/pass.ts";
import { saveHealthSettings } from "#features/customer-health/save-settings.ts";
import { loadHealthSettings } from "#features/customer-health/settings.ts";
import type { Viewer } from "#platform/viewer.ts";
import { keepQueueOfScores } from "#registry/keep-queue.ts";
import { clearWorld } from "#test/health/store-world.ts";

const nothing = async () => undefined;

/** Empties what queue and health read and write; the past counts as filled in. */
export async function clearQueueWorld(db: Database): Promise<void> {
  await clearWorld(db);
  await sql`truncate work_queue_builds`.execute(db);
  const never = new Date(0);
  await db
    .insertInto("health_passes")
    .values({ kind: "backfill", as_of: never, started_at: never, duration_ms: 0, computed: 0, changed: 0 })
    .execute();
}

/** A pass as the worker runs it. */
export async function passOverScores(db: Database, kind: PassRequest["kind"], asOf: Date): Promise<void> {
  const ctx = { db, signal: new AbortController().signal, progress: nothing, keepQueue: keepQueueOfScores };
  await runHealthPass(ctx, { kind, asOf });
}

/** The source says another spending of a customer, and names the customer in the change record, as ingestion does. */
export async function changeSpending(
  db: Database,
  customerId: number,
  dollars: number | null,
): Promise<void> {
  await inTransaction(db, async (trx) => {
    await sql`update customers set monthly_spend = ${dollars} where customer_id = ${customerId}`.execute(trx);
    await sql`select append_change('customers', array[${customerId}]::bigint[], '{}', '{}', '{}', null)`.execute(
      trx,
    );
  });
}

/** An administrator gives velocity another weight. */
export async function changeWeightOfVelocity(db: Database, viewer: Viewer, weight: number): Promise<void> {
  const { version, value } = await asViewer(db, viewer, loadHealthSettings);
  if (value.weights.velocity === weight) return;
  const settings = { ...value, weights: { ...value.weights, velocity: weight } };
  await saveHealthSettings(
    { db, viewer, requestId: "test" },
    { settings, baseVersion: version, note: "another weight" },
  );
}
