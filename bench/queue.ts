import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { runHealthPass } from "#features/customer-health/pass.ts";
import { type QueueInput, readWorkQueue } from "#features/interventions/read-work.ts";
import type { WorkQueue } from "#features/interventions/schemas.ts";
import type { WorkContext } from "#features/interventions/work-context.ts";
import { describeHealth } from "#registry/describe-health.ts";
import { keepQueueOfScores } from "#registry/keep-queue.ts";
import { type Bench, type BenchContext, least, type Measurement } from "./bench.ts";
import { worldAsOf } from "./generate-world.ts";
import { onWorlds, viewerOfAll, type World } from "./world.ts";

const runs = 5;
const pageSize = 50;

/** The work queue as its route answers it, counts and all, against counting the same customers in plain SQL. */
export const queueBench: Bench = {
  name: "queue",
  run: async (ctx) => await onWorlds(ctx, async (world) => await measure(ctx, world)),
};

async function measure(ctx: BenchContext, { db, web, size, clock }: World): Promise<Measurement[]> {
  ctx.say(`queue: measuring ${size} …`);
  const signal = new AbortController().signal;
  await runHealthPass(
    { db, signal, progress: async () => undefined, keepQueue: keepQueueOfScores },
    { kind: "incremental", asOf: worldAsOf },
  );
  const work: WorkContext = {
    db: web,
    viewer: { ...viewerOfAll, userId: "owner_8" },
    now: () => worldAsOf,
    describe: describeHealth,
    businessTimezone: "America/Chicago",
  };
  const yardstick = {
    what: "counting them in SQL",
    ...(await least(runs, clock, async () => await countThem(db))),
  };
  const first = await readWorkQueue(work, { who: "all", cut: "none", pageSize });
  const asked: [what: string, input: QueueInput][] = [
    ["first page of all", { who: "all", cut: "none", pageSize }],
    ["second page of all", { who: "all", cut: "none", pageSize, cursor: cursorOf(first) }],
    ["what fits into today", { who: "all", cut: "today", pageSize }],
    ["mine, what fits into today", { who: "mine", cut: "today", pageSize }],
  ];
  const measured: Measurement[] = [];
  for (const [what, input] of asked) {
    const spent = await least(runs, clock, async () => await readWorkQueue(work, input));
    const line = { what: `queue, ${what}`, size, ...spent, count: first.total, yardstick };
    measured.push({ ...line, bar: "100 ms", isWithinBar: spent.ms < 100 });
  }
  return measured;
}

function cursorOf({ nextCursor }: WorkQueue): string {
  if (nextCursor === null) throw new Error("the queue has no second page");
  return nextCursor;
}

/** Active customers at risk or critical, without asking what was done for them. */
async function countThem(db: Database): Promise<void> {
  await sql`select count(*) from customer_health_scores join customers using (customer_id)
    where tier in ('critical', 'at_risk') and status = 'active' and deleted_at is null`.execute(db);
}
