import { sql } from "kysely";
import { createDatabase, type Database } from "#db/client.ts";
import { type PassRequest, runTutorPass } from "#features/tutor-performance/pass.ts";
import type { PassSummary } from "#features/tutor-performance/pass-log.ts";
import { createLog } from "#platform/log.ts";
import { aggregateTutors } from "./bare-tutors.ts";
import { type Bench, type BenchContext, type Measurement, shortest } from "./bench.ts";
import { generateHealthWorld, worldAsOf } from "./health-world.ts";

const sizes = (process.env.BENCH_TUTORS_SIZES ?? "100000").split(",").map(Number);
const runs = 2;

/** Tutors' measures: full and incremental passes against plain SQL over the same rows. */
export const tutorsBench: Bench = {
  name: "tutors",
  async run(ctx) {
    const measured: Measurement[] = [];
    for (const customers of sizes) measured.push(...(await measure(ctx, customers)));
    return measured;
  },
};

async function measure(ctx: BenchContext, customers: number): Promise<Measurement[]> {
  const url = await ctx.createDatabase(`tutors_${customers}`);
  const log = createLog({ process: "bench", level: "error", destination: "stderr" });
  const db = createDatabase({ url, name: "bench", log, slowQueryMs: Number.POSITIVE_INFINITY });
  try {
    ctx.say(`tutors: making ${customers} customers …`);
    const sessions = await generateHealthWorld(db, customers);
    await teachInHours(db);
    return await measureWorld(ctx, db, `${sessions} sessions`);
  } finally {
    await db.destroy();
  }
}

// What the world of customers leaves out: who teaches what and when, and who cancelled.
async function teachInHours(db: Database): Promise<void> {
  await sql`insert into tutor_subjects (tutor_id, subject_code, position)
    select tutor_id, subject_code, row_number() over (partition by tutor_id order by subject_code)
    from (select tutor_id, subject_code from sessions group by 1, 2 having count(*) > 5) as taught`.execute(
    db,
  );
  await sql`insert into tutor_availability (tutor_id, position, weekday, starts, ends)
    select tutor_id, weekday, weekday, '14:00', '22:00' from tutors cross join generate_series(0, 6) as weekday`.execute(
    db,
  );
  await sql`update sessions set cancelled_by = case when session_id % 2 = 0 then 'tutor' else 'customer' end
    where status = 'cancelled'`.execute(db);
  await sql`vacuum analyze`.execute(db);
}

async function measureWorld(ctx: BenchContext, db: Database, sessions: string): Promise<Measurement[]> {
  const { rows } = await sql<{ tutors: number }>`select count(*) as tutors from tutors`.execute(db);
  const size = `${rows[0]?.tutors ?? 0} tutors, ${sessions}`;
  ctx.say(`tutors: measuring ${size} …`);
  const bare = {
    what: "their figures in SQL",
    ms: await shortest(runs, async () => await aggregateTutors(db)),
  };
  const first = await pass(db, "full", worldAsOf, true);
  const nextDay = await pass(db, "full", new Date(worldAsOf.getTime() + 24 * 3_600_000));
  const again = await pass(db, "full", new Date(worldAsOf.getTime() + 25 * 3_600_000));
  const changed = await afterChanges(db, new Date(worldAsOf.getTime() + 26 * 3_600_000));
  const line = (what: string, done: PassSummary, yardstick: Measurement["yardstick"]): Measurement => ({
    what: `tutors, ${what}`,
    size,
    ms: done.durationMs,
    count: done.computed,
    ...(yardstick ? { yardstick } : {}),
  });
  return [
    line("full, model and all rows new", first, bare),
    line("full, a day later with its model", nextDay, bare),
    line("full, nothing changed", again, bare),
    line("1 % changed", changed, { what: "full, nothing changed", ms: again.durationMs }),
  ];
}

async function pass(
  db: Database,
  kind: PassRequest["kind"],
  asOf: Date,
  isRefit = false,
): Promise<PassSummary> {
  const ctx = { db, signal: new AbortController().signal, progress: async () => undefined };
  return await runTutorPass(ctx, { kind, asOf, businessTimezone: "America/Chicago", isRefit });
}

/** One session of each hundredth tutor is rated anew, and the change record says so. */
async function afterChanges(db: Database, asOf: Date): Promise<PassSummary> {
  await sql`
    with edited as (
      update sessions set rating = 1 where (customer_id, session_id) in (
        select customer_id, session_id from tutors cross join lateral (select customer_id, session_id from sessions
          where sessions.tutor_id = tutors.tutor_id and status = 'completed' order by happened_at desc limit 1) as last
        where tutor_id % 100 = 0)
      returning customer_id, tutor_id)
    select append_change('sessions', array_agg(customer_id), array_agg(tutor_id), '{}', '{}', null) from edited`.execute(
    db,
  );
  return await pass(db, "incremental", asOf);
}
