import { sql } from "kysely";
import { createDatabase, type Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import { type PassRequest, runHealthPass } from "#features/customer-health/pass.ts";
import type { PassSummary } from "#features/customer-health/pass-log.ts";
import { runWhatIf } from "#features/customer-health/run-what-if.ts";
import { defaultHealthSettings } from "#features/customer-health/weights.ts";
import { createLog } from "#platform/log.ts";
import { aggregateFigures, countRows } from "./bare-health.ts";
import type { Bench, BenchContext, Measurement } from "./bench.ts";
import { shortest } from "./bench.ts";
import { generateHealthWorld, worldAsOf } from "./health-world.ts";

const sizes = (process.env.BENCH_HEALTH_SIZES ?? "10000,100000").split(",").map(Number);
const runs = 3;
const quarterOfAnHourMs = 900_000;

/** Health scores: full and incremental passes against plain SQL over the same rows. */
export const healthBench: Bench = {
  name: "health",
  async run(ctx) {
    const measured: Measurement[] = [];
    for (const customers of sizes) measured.push(...(await measure(ctx, customers)));
    return measured;
  },
};

async function measure(ctx: BenchContext, customers: number): Promise<Measurement[]> {
  const url = await ctx.createDatabase(`health_${customers}`);
  const log = createLog({ process: "bench", level: "error", destination: "stderr" });
  const db = createDatabase({ url, name: "bench", log, slowQueryMs: Number.POSITIVE_INFINITY });
  try {
    ctx.say(`health: making ${customers} customers …`);
    const sessions = await generateHealthWorld(db, customers);
    await pretendPastIsFilled(db);
    return await measureWorld(ctx, db, customers, `${customers} customers, ${sessions} sessions`);
  } finally {
    await db.destroy();
  }
}

async function measureWorld(
  ctx: BenchContext,
  db: Database,
  customers: number,
  size: string,
): Promise<Measurement[]> {
  ctx.say(`health: measuring ${size} …`);
  const first = await pass(db, "full", worldAsOf);
  await sql`vacuum analyze`.execute(db);
  const bare = { what: "counting the rows", ms: await shortest(runs, async () => await countRows(db)) };
  const figures = {
    what: "their figures in SQL",
    ms: await shortest(runs, async () => await aggregateFigures(db)),
  };
  const fullMs = await shortest(runs, async () => await pass(db, "full", worldAsOf));
  const whatIfMs = await shortest(runs, async () => await whatIf(db));
  const dayLater = await pass(db, "full", new Date(worldAsOf.getTime() + 24 * 3_600_000));
  await pass(db, "full", worldAsOf);
  const changes = await afterChanges(db, "changes", worldAsOf);
  const later = await afterChanges(db, "incremental", new Date(worldAsOf.getTime() + quarterOfAnHourMs));
  const everyone = { what: "full, all rows new", ms: first.durationMs };
  const line = (what: string, ms: number, count: number, yardstick: Measurement["yardstick"]) => ({
    what: `health, ${what}`,
    size,
    ms,
    count,
    ...(yardstick ? { yardstick } : {}),
  });
  const fullBar = { bar: "2", isWithinBar: fullMs <= 2 * bare.ms };
  const isQuick = changes.durationMs < 5_000 && changes.durationMs < 0.03 * first.durationMs;
  return [
    line("full, all rows new", first.durationMs, customers, bare),
    line("full, a day later", dayLater.durationMs, customers, bare),
    { ...line("full, nothing changed", fullMs, customers, bare), ...fullBar },
    line("full, nothing changed", fullMs, customers, figures),
    {
      ...line("1 % changed", changes.durationMs, changes.computed, everyone),
      bar: "5 s, 0.03",
      isWithinBar: isQuick,
    },
    line("1 % changed", changes.durationMs, changes.computed, { what: "full, nothing changed", ms: fullMs }),
    {
      ...line("what-if, other weights", whatIfMs, customers, { what: "full, nothing changed", ms: fullMs }),
      bar: "2 s",
      isWithinBar: whatIfMs < 2_000,
    },
    line("1 % changed and all due after 15 min", later.durationMs, later.computed, everyone),
  ];
}

async function pass(db: Database, kind: PassRequest["kind"], asOf: Date): Promise<PassSummary> {
  const ctx = { db, signal: new AbortController().signal, progress: async () => undefined };
  return await runHealthPass(ctx, { kind, asOf });
}

/** Everyone scored with other weights, as an administrator's preview does. */
async function whatIf(db: Database): Promise<void> {
  const { weights } = defaultHealthSettings;
  const proposed = { ...defaultHealthSettings, weights: { ...weights, velocity: 40 } };
  const viewer = {
    userId: "bench",
    kind: "user" as const,
    name: "Bench",
    role: "admin" as const,
    timezone: "UTC",
    customerIds: null,
    subjectCodes: null,
  };
  const settings = defaultHealthSettings;
  await runWhatIf({ db, viewer }, { asOf: worldAsOf, settings, proposed, offset: 0, limit: 50 });
}

/** The shortest of several passes, each after one customer in a hundred has got a call. */
async function afterChanges(db: Database, kind: PassRequest["kind"], asOf: Date): Promise<PassSummary> {
  let best: PassSummary | null = null;
  for (let run = 0; run < runs; run++) {
    await callFromOneInAHundred(db, run, asOf);
    const summary = await pass(db, kind, asOf);
    if (best === null || summary.durationMs < best.durationMs) best = summary;
  }
  if (best === null) throw new Error("nothing was measured");
  return best;
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

// Filling in the past is done once in the life of a database: it is no part of a pass.
async function pretendPastIsFilled(db: Database): Promise<void> {
  const never = new Date(0);
  await db
    .insertInto("health_passes")
    .values({ kind: "backfill", as_of: never, started_at: never, duration_ms: 0, computed: 0, changed: 0 })
    .execute();
}
