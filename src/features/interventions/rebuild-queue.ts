import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import type { JobContext } from "#platform/queue/job.ts";
import { keepQueue } from "./keep-queue.ts";
import { queueRulesVersion } from "./queue-place.ts";
import { loadInterventionSettings } from "./settings.ts";
import type { DescribeHealth } from "./situation.ts";
import { customersPerBuild } from "./weights.ts";

type BuildContext = Pick<JobContext, "db" | "signal" | "progress">;

/**
 * Puts the queue together for everybody where it was last done by other settings or rules, or never; answers whether
 * it did. In transactions of some thousand customers, beside passes and people at work: until it ends, customers stand
 * by either settings.
 */
export async function rebuildQueueIfOld(
  ctx: BuildContext,
  describe: DescribeHealth,
  asOf: Date,
): Promise<boolean> {
  const { version } = await loadInterventionSettings(ctx.db);
  if (await isBuiltBy(ctx.db, version)) return false;
  await rebuildQueue(ctx, describe, asOf);
  return true;
}

/** The same, whatever it was last done by. */
export async function rebuildQueue(ctx: BuildContext, describe: DescribeHealth, asOf: Date): Promise<void> {
  // What is saved meanwhile is another version than the one that is noted at the end: it is put together once more.
  const { version } = await loadInterventionSettings(ctx.db);
  let customers = 0;
  for await (const range of rangesOfCustomers(ctx.db)) {
    ctx.signal.throwIfAborted();
    await inTransaction(ctx.db, async (trx) => await keepQueue(trx, describe, range, asOf));
    customers += range.customers;
    await ctx.progress(customers, null, "work queue");
  }
  await sql`insert into work_queue_builds (settings_version, rules_version, as_of, customers)
    values (${version}, ${queueRulesVersion}, ${asOf}, ${customers})`.execute(ctx.db);
}

async function isBuiltBy(db: Database, settingsVersion: number): Promise<boolean> {
  const { rows } = await sql<{ settings_version: number; rules_version: number }>`
    select settings_version, rules_version from work_queue_builds order by build_id desc limit 1`.execute(db);
  const [newest] = rows;
  return newest?.settings_version === settingsVersion && newest.rules_version === queueRulesVersion;
}

type Range = { fromId: number; toId: number; customers: number };

async function* rangesOfCustomers(db: Database): AsyncGenerator<Range> {
  let fromId = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const { rows } = await sql<{ last: number | null; customers: number }>`
      select max(customer_id) as last, count(*)::int as customers from (
        select customer_id from customers where customer_id >= ${fromId}
        order by customer_id limit ${customersPerBuild}) as range`.execute(db);
    const [range] = rows;
    if (range === undefined || range.last === null) return;
    yield { fromId, toId: range.last, customers: range.customers };
    fromId = range.last + 1;
  }
}
