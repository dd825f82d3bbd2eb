import { sql } from "kysely";
import { createDatabase, type Database } from "#db/client.ts";
import { selectCustomerIds } from "#features/customers/select-customer-ids.ts";
import { createInterventionsApi } from "#features/interventions/api.ts";
import { rebuildQueue } from "#features/interventions/rebuild-queue.ts";
import type { DescribeHealth } from "#features/interventions/situation.ts";
import type { WorkContext } from "#features/interventions/work-context.ts";
import type { Viewer } from "#platform/viewer.ts";
import { apiUnderTest, silentLog, viewerOf } from "#test/builders/api-under-test.ts";
import { createTestDatabase } from "#test/database/create-test-database.ts";

/** Monday, 10 o'clock in Chicago. */
export const workNow = new Date("2026-03-02T16:00:00Z");

export const olga = viewerOf();
export const bea = viewerOf({ userId: "user-2", name: "Bea Operator" });
export const vera = viewerOf({ userId: "user-3", name: "Vera Viewer", role: "viewer" });
export const adam = viewerOf({ userId: "user-4", name: "Adam Admin", role: "admin" });

/** Everybody has called twice about billing. */
const describe: DescribeHealth = async (_trx, rows) =>
  rows.map(() => ({
    reasons: [{ component: "inbound_calls", points: 12, score: 40, text: "2 calls in the last 14 days" }],
    flags: [{ code: "calls", text: "2 calls in 14 days", sinceMs: workNow.getTime() - 86_400_000 }],
    callReasons: ["billing", "billing"],
    tutorChanges: 0,
    isGoalOpenEnded: false,
  }));

/** The routes over a database of their own, with three users who may work and one who may look. */
export async function workUnderTest() {
  const database = await createTestDatabase();
  const owner = createDatabase({ url: database.ownerUrl, name: "test", log: silentLog });
  const web = createDatabase({ url: database.webUrl, name: "test", log: silentLog });
  let now = workNow;
  const queued: string[] = [];
  const api = apiUnderTest({
    db: web,
    now: () => now,
    routes: createInterventionsApi(describe, () => "America/Chicago", selectCustomerIds),
    queue: {
      enqueue: async ({ name }) => {
        queued.push(name);
        return String(queued.length);
      },
      counts: async () => ({ waiting: queued.length, active: 0, delayed: 0, completed: 0, dead: 0 }),
    },
  });
  for (const { userId, name, role } of [olga, bea, vera, adam]) await insertUser(owner, userId, name, role);
  return {
    api,
    /** Names of the jobs that were queued. */
    queued,
    owner,
    web,
    contextOf: (viewer: Viewer): WorkContext => ({
      db: web,
      viewer,
      now: () => now,
      describe,
      businessTimezone: "America/Chicago",
    }),
    /** Puts the queue together after something was written past the product. */
    async rebuildQueue() {
      const signal = new AbortController().signal;
      await rebuildQueue({ db: owner, signal, progress: async () => undefined }, describe, now);
    },
    setNow(at: Date) {
      now = at;
    },
    async close() {
      await api.close();
      await web.destroy();
      await owner.destroy();
      await database.drop();
    },
  };
}

async function insertUser(db: Database, id: string, name: string, role: string): Promise<void> {
  await sql`insert into users (id, name, email, role) values (${id}, ${name}, ${`${id}@example.org`}, ${role})`.execute(
    db,
  );
}
