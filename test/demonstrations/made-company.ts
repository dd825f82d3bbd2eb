import { withBulkConnection } from "#db/bulk-connection.ts";
import { createDatabase } from "#db/client.ts";
import { runHealthPass } from "#features/customer-health/pass.ts";
import { updateDemand } from "#features/demand/jobs.ts";
import type { IngestionContext } from "#features/ingestion/ingestion-context.ts";
import { pollResource } from "#features/ingestion/poll-resource.ts";
import { updateRecommendations } from "#features/recommendations/update-recommendations.ts";
import { runTutorPass } from "#features/tutor-performance/pass.ts";
import { startForTest, testNowMs } from "#mock/server/start-for-test.ts";
import { createLog } from "#platform/log.ts";
import { keepQueueOfScores } from "#registry/keep-queue.ts";
import { recommendationRules } from "#registry/recommendation-rules.ts";
import { createRailsSource } from "#sources/rails/rails-source.ts";
import { resources } from "#sources/source.ts";
import { createSupportSource } from "#sources/support/support-source.ts";
import { createTestDatabase } from "#test/database/create-test-database.ts";

/** Which mock world, and how many days after the tests' usual present it is now. */
export type MadeWorld = { seed: number; customers: number; laterDays: number };

const dayMs = 86_400_000;

/** A mock world and the product's view of it: what was read over HTTP, and what was computed from that. */
export async function openMadeCompany({ seed, customers, laterDays }: MadeWorld) {
  const database = await createTestDatabase();
  const startMs = Math.round(testNowMs + laterDays * dayMs);
  const { mock, clock, laterOn } = await startForTest({ seed, customers, startMs });
  const log = createLog({ process: "test", level: "silent" });
  const db = createDatabase({ url: database.ownerUrl, name: "test", log });
  const token = "rails-token";
  const sources = [
    createRailsSource({ baseUrl: mock.url, token, log }),
    createSupportSource({ baseUrl: mock.supportUrl, token: "support-token", log }),
  ];
  const now = () => new Date(clock.nowMs);
  const readAll = async (more: Partial<IngestionContext> = {}) => {
    const ctx = { db, now, log, progress: async () => undefined, ...more };
    for (const resource of resources) await pollResource(ctx, sources, resource, "command");
  };
  const compute = async (kind: "full" | "incremental") => {
    const signal = new AbortController().signal;
    const ctx = { db, signal, progress: async () => undefined, keepQueue: keepQueueOfScores };
    await runHealthPass(ctx, { kind, asOf: now() });
    const businessTimezone = "America/Chicago";
    await runTutorPass(ctx, { kind, asOf: now(), businessTimezone });
    const run = kind === "full" ? ("daily" as const) : null;
    await updateDemand({ ...ctx, log }, { run, reason: null, asOf: now(), businessTimezone });
    await updateRecommendations(db, recommendationRules, now());
  };
  await withBulkConnection({ url: database.ownerUrl, name: "test" }, async (bulk) => await readAll({ bulk }));
  await compute("full");
  return {
    db,
    now,
    control: { url: mock.url, token },
    /** A minute passes, then what changed is read and computed. */
    async goOn(): Promise<void> {
      laterOn(60_000);
      await readAll();
      await compute("incremental");
    },
    async close(): Promise<void> {
      await mock.stop();
      await db.destroy();
      await database.drop();
    },
  };
}
