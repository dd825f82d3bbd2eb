import { sql } from "kysely";
import { type PassRequest, runTutorPass } from "#features/tutor-performance/pass.ts";
import { aggregateTutors } from "./bare-tutors.ts";
import { type Bench, type BenchContext, least, type Measurement, type Reading, type Spent } from "./bench.ts";
import { worldAsOf } from "./generate-world.ts";
import { watchMemory } from "./peak-memory.ts";
import { onWorlds, type World } from "./world.ts";

const runs = 2;
const hourMs = 3_600_000;

/** Tutors' measures: full and incremental passes against plain SQL over the same rows. */
export const tutorsBench: Bench = {
  name: "tutors",
  run: async (ctx) => await onWorlds(ctx, async (world) => await measure(ctx, world)),
};

async function measure(ctx: BenchContext, world: World): Promise<(Measurement | Reading)[]> {
  const { db, clock } = world;
  const { rows } = await sql<{ tutors: number }>`select count(*) as tutors from tutors`.execute(db);
  const size = `${rows[0]?.tutors ?? 0} tutors, ${world.size}`;
  ctx.say(`tutors: measuring ${size} …`);
  const stopWatching = await watchMemory(world.url, process.pid);
  await sql`truncate tutor_performance, tutor_performance_periods, tutor_subject_performance, tutor_anomalies,
    tutor_flag_changes, tutor_models, tutor_passes`.execute(db);
  const bare = {
    what: "their figures in SQL",
    ...(await least(runs, clock, async () => await aggregateTutors(db))),
  };
  const first = await pass(world, "full", worldAsOf, true);
  await sql`vacuum analyze`.execute(db);
  const later = (hours: number) => new Date(worldAsOf.getTime() + hours * hourMs);
  const nextDay = await pass(world, "full", later(24));
  const again = await pass(world, "full", later(25));
  const changed = await afterChanges(world, 100, later(26));
  const one = await afterChanges(world, Number.MAX_SAFE_INTEGER, later(27));
  const memory = await stopWatching();
  const line = (what: string, done: Done, yardstick: Measurement["yardstick"]): Measurement => ({
    what: `tutors, ${what}`,
    size,
    ...done.spent,
    count: done.computed,
    ...(yardstick ? { yardstick } : {}),
  });
  return [
    line("full, model and all rows new", first, bare),
    line("full, a day later with its model", nextDay, bare),
    line("full, nothing changed", again, bare),
    line("1 % changed", changed, { what: "full, nothing changed", ...again.spent }),
    { ...line("one changed", one, undefined), bar: "60 s", isWithinBar: one.spent.ms < 60_000 },
    {
      what: "tutors, memory at most",
      size,
      figure: `${memory.ownMb} MB computing, ${memory.postgresMb} MB PostgreSQL`,
    },
  ];
}

type Done = { spent: Spent; computed: number };

async function pass(
  { db, clock }: World,
  kind: PassRequest["kind"],
  asOf: Date,
  isRefit = false,
): Promise<Done> {
  const ctx = { db, signal: new AbortController().signal, progress: async () => undefined };
  let computed = 0;
  const spent = await least(1, clock, async () => {
    ({ computed } = await runTutorPass(ctx, { kind, asOf, businessTimezone: "America/Chicago", isRefit }));
  });
  return { spent, computed };
}

/** One session of each `each`th tutor, from the first on, is rated anew, and the change record says so. */
async function afterChanges(world: World, each: number, asOf: Date): Promise<Done> {
  await sql`
    with edited as (
      update sessions set rating = 1 where (customer_id, session_id) in (
        select customer_id, session_id from tutors cross join lateral (select customer_id, session_id from sessions
          where sessions.tutor_id = tutors.tutor_id and status = 'completed' order by happened_at desc limit 1) as last
        where tutor_id % ${each} = 1)
      returning customer_id, tutor_id)
    select append_change('sessions', array_agg(customer_id), array_agg(tutor_id), '{}', '{}', null) from edited`.execute(
    world.db,
  );
  return await pass(world, "incremental", asOf);
}
