import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import { type PassRequest, runHealthPass } from "#features/customer-health/pass.ts";
import type { PassSummary } from "#features/customer-health/pass-log.ts";
import { keepQueueOfScores } from "#registry/keep-queue.ts";
import { aggregateFigures, countRows } from "./bare-health.ts";
import { type Bench, type BenchContext, least, type Measurement, type Reading, type Spent } from "./bench.ts";
import { worldAsOf } from "./generate-world.ts";
import { watchMemory } from "./peak-memory.ts";
import { onWorlds, type World } from "./world.ts";

const runs = 3;
const quarterOfAnHourMs = 900_000;
const dayMs = 86_400_000;

/** Health scores: full and incremental passes against plain SQL over the same rows. */
export const healthBench: Bench = {
  name: "health",
  run: async (ctx) => await onWorlds(ctx, async (world) => await measure(ctx, world)),
};

async function measure(ctx: BenchContext, world: World): Promise<(Measurement | Reading)[]> {
  const { db, size, customers, clock } = world;
  ctx.say(`health: measuring ${size} …`);
  const stopWatching = await watchMemory(world.url, process.pid);
  await sql`truncate customer_health_scores, customer_health_history`.execute(db);
  const first = await least(1, clock, async () => await pass(db, "full", worldAsOf));
  await sql`vacuum analyze`.execute(db);
  const bare = { what: "counting the rows", ...(await least(runs, clock, async () => await countRows(db))) };
  const figures = {
    what: "their figures in SQL",
    ...(await least(runs, clock, async () => await aggregateFigures(db))),
  };
  const full = await least(runs, clock, async () => await pass(db, "full", worldAsOf));
  const dayLater = await least(
    1,
    clock,
    async () => await pass(db, "full", new Date(worldAsOf.getTime() + dayMs)),
  );
  await pass(db, "full", worldAsOf);
  const changes = await afterChanges(world, "changes", worldAsOf);
  const later = await afterChanges(world, "incremental", new Date(worldAsOf.getTime() + quarterOfAnHourMs));
  const memory = await stopWatching();
  const everyone = { what: "full, all rows new", ...first };
  const same = { what: "full, nothing changed", ...full };
  const line = (what: string, spent: Spent, count: number, yardstick: Measurement["yardstick"]) => ({
    what: `health, ${what}`,
    size,
    ...spent,
    count,
    ...(yardstick ? { yardstick } : {}),
  });
  const isQuick = changes.spent.ms < 5_000 && changes.spent.ms < 0.03 * first.ms;
  return [
    line("full, all rows new", first, customers, bare),
    line("full, a day later", dayLater, customers, bare),
    {
      ...line("full, nothing changed", full, customers, bare),
      bar: "2",
      isWithinBar: full.ms <= 2 * bare.ms,
    },
    line("full, nothing changed", full, customers, figures),
    {
      ...line("1 % changed", changes.spent, changes.computed, everyone),
      bar: "5 s, 0.03",
      isWithinBar: isQuick,
    },
    line("1 % changed", changes.spent, changes.computed, same),
    line("1 % changed and all due after 15 min", later.spent, later.computed, same),
    {
      what: "health, memory at most",
      size,
      figure: `${memory.ownMb} MB computing, ${memory.postgresMb} MB PostgreSQL`,
    },
  ];
}

async function pass(db: Database, kind: PassRequest["kind"], asOf: Date): Promise<PassSummary> {
  const signal = new AbortController().signal;
  const ctx = { db, signal, progress: async () => undefined, keepQueue: keepQueueOfScores };
  return await runHealthPass(ctx, { kind, asOf });
}

/** The least of several passes, each after one customer in a hundred has got a call. */
async function afterChanges(
  { db, clock }: World,
  kind: PassRequest["kind"],
  asOf: Date,
): Promise<{ spent: Spent; computed: number }> {
  let computed = 0;
  let spent: Spent = { ms: Number.POSITIVE_INFINITY, processorMs: Number.POSITIVE_INFINITY };
  for (let run = 0; run < runs; run++) {
    await callFromOneInAHundred(db, run, asOf);
    const { ms, processorMs } = await least(1, clock, async () => {
      ({ computed } = await pass(db, kind, asOf));
    });
    spent = { ms: Math.min(ms, spent.ms), processorMs: Math.min(processorMs, spent.processorMs) };
  }
  return { spent, computed };
}

async function callFromOneInAHundred(db: Database, run: number, asOf: Date): Promise<void> {
  await inTransaction(db, async (trx) => {
    await sql`insert into inbound_calls (customer_id, call_id, called_at, reason_code, created_at, updated_at)
      select customer_id, (select max(call_id) from inbound_calls) + row_number() over (), ${asOf}, 'billing', ${asOf}, ${asOf}
      from customers where customer_id % 100 = ${run}`.execute(trx);
    await sql`select append_change('calls', array(select customer_id from customers where customer_id % 100 = ${run}),
      '{}', '{}', '{}', null)`.execute(trx);
  });
}
