import { runHealthPass } from "#features/customer-health/pass.ts";
import { readRules } from "#features/customer-health/read-rules.ts";
import { runWhatIf } from "#features/customer-health/run-what-if.ts";
import { defaultHealthSettings, type HealthSettings } from "#features/customer-health/weights.ts";
import { keepQueueOfScores } from "#registry/keep-queue.ts";
import { readStoredFeatures } from "./bare-health.ts";
import { type Bench, type BenchContext, least, type Measurement } from "./bench.ts";
import { worldAsOf } from "./generate-world.ts";
import { onWorlds, viewerOfAll, type World } from "./world.ts";

const runs = 3;

const { weights, overrides, velocity } = defaultHealthSettings;

/** What an administrator may try: the first needs nothing but what is stored, the second bookings, the third a sample. */
const proposals: [what: string, settings: HealthSettings][] = [
  ["other weights", { ...defaultHealthSettings, weights: { ...weights, velocity: 40 } }],
  ["a shorter idle time", { ...defaultHealthSettings, overrides: { ...overrides, idleDays: 14 } }],
  ["another window", { ...defaultHealthSettings, velocity: { ...velocity, windowDays: 21 } }],
];

/** The preview of other settings over all customers, as the route computes it, against reading what is stored. */
export const whatIfBench: Bench = {
  name: "what-if",
  run: async (ctx) => await onWorlds(ctx, async (world) => await measure(ctx, world)),
};

async function measure(
  ctx: BenchContext,
  { db, web, size, customers, clock }: World,
): Promise<Measurement[]> {
  ctx.say(`what-if: measuring ${size} …`);
  const signal = new AbortController().signal;
  await runHealthPass(
    { db, signal, progress: async () => undefined, keepQueue: keepQueueOfScores },
    { kind: "incremental", asOf: worldAsOf },
  );
  const yardstick = {
    what: "reading what is stored in SQL",
    ...(await least(runs, clock, async () => await readStoredFeatures(db))),
  };
  const measured: Measurement[] = [];
  for (const [what, proposed] of proposals) {
    const spent = await least(runs, clock, async () => await preview(web, proposed));
    const line = { what: `what-if, ${what}`, size, ...spent, count: customers, yardstick };
    measured.push({ ...line, bar: "2 s", isWithinBar: spent.ms < 2_000 });
  }
  return measured;
}

async function preview(web: World["web"], proposed: HealthSettings): Promise<void> {
  const asker = { db: web, viewer: viewerOfAll };
  const { settings } = await readRules(asker);
  await runWhatIf(asker, { asOf: worldAsOf, settings, proposed, offset: 0, limit: 50 });
}
