import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redisServer } from "#test/capabilities.ts";
import { wrongCallHours, wrongSubjectHours } from "#test/ingestion/recomputed-rollups.ts";
import { startTestRedis, type TestRedis } from "#test/redis-server.ts";
import type { StartedNode } from "#test/start-node.ts";
import { type Load, type LoadedProduct, loadProduct, type Stop, stopWorker } from "./loaded-product.ts";

/** `SHUTDOWN_STOPS=20 SHUTDOWN_CUSTOMERS=20000` measures; the table is printed where SHUTDOWN_STOPS is set. */
const stops = Number(process.env.SHUTDOWN_STOPS ?? 2);
const load: Load = {
  customers: Number(process.env.SHUTDOWN_CUSTOMERS ?? 2_000),
  mails: Number(process.env.SHUTDOWN_MAILS ?? 12),
  pushes: 60,
  recordsPerPush: 100,
  answerMs: 60,
  mailMs: 1_200,
};
const patienceMs = 60_000 + stops * 20_000 + load.customers * 15;

function describeShutdown(name: string, redis: () => TestRedis | null) {
  describe(`a worker under load, with its queue on ${name}`, () => {
    let product: LoadedProduct;
    const workers: StartedNode[] = [];
    const start = async () => {
      const worker = await product.startWorker();
      workers.push(worker);
      return worker;
    };
    const done: Stop[] = [];

    beforeAll(async () => {
      product = await loadProduct(load, redis()?.url ?? null);
      await product.addWork();
    }, patienceMs);
    afterAll(async () => {
      for (const { child } of workers) child.kill("SIGKILL");
      await product.close();
    });

    test(
      "stops within ten seconds, gives back what it does not finish, and does nothing twice",
      async () => {
        for (let n = 0; n < stops; n++) {
          const worker = await start();
          await sleep(200 + Math.random() * 4_000);
          const stop = await stopWorker(worker);
          done.push(stop);
          expect(stop).toMatchObject({ code: 0, signal: null, errors: "" });
          expect(stop.seconds).toBeLessThan(10);
          // What is active without a worker would wait until its lock runs out.
          expect(await product.queue.counts()).toMatchObject({ active: 0, dead: 0 });
        }
        const last = await start();
        await untilEverythingIsDone(product);
        done.push(await stopWorker(last));
        if (process.env.SHUTDOWN_STOPS !== undefined) printStops(name, done);
        expect(await product.queue.counts()).toMatchObject({ active: 0, dead: 0 });
        await expectWholeAndOnce(product);
      },
      patienceMs,
    );
  });
}

async function untilEverythingIsDone({ rows, source }: LoadedProduct): Promise<void> {
  const expected = source.counts;
  const isDone = async () => {
    const [state] = await rows<{ left: number }>(`
      select ((select count(*) from pushed_batches where written_at is null)
        + (select count(*) from outbox where state in ('queued', 'deferred', 'sending'))
        + (select count(*) from held_records)
        + ${expected.sessions} - (select count(*) from sessions)
        + ${expected.calls} - (select count(*) from inbound_calls)
        + (select count(*) from customers) - (select count(*) from customer_health_scores))::int as left`);
    return state?.left === 0;
  };
  while (!(await isDone())) await sleep(500);
}

async function expectWholeAndOnce({ rows, source, mailServer }: LoadedProduct): Promise<void> {
  const [counts] = await rows<Record<string, number>>(`select
    (select count(*)::int from sessions) as sessions, (select count(*)::int from inbound_calls) as calls,
    (select count(*)::int from tutors) as tutors, (select count(*)::int from customers) as customers`);
  const pushed = load.pushes * load.recordsPerPush;
  expect(counts).toEqual({
    sessions: source.counts.sessions,
    calls: source.counts.calls,
    tutors: source.counts.tutors,
    customers: load.customers + pushed,
  });
  expect(await rows(wrongSubjectHours)).toEqual([]);
  expect(await rows(wrongCallHours)).toEqual([]);
  // Each push changed each of its customers once: a second time would be another entry.
  const [changes] = await rows<{ named: number; distinct: number }>(`
    select count(*)::int as named, count(distinct id)::int as distinct
    from change_log, unnest(customer_ids) as id where resource = 'customers' and id >= 1000000`);
  expect(changes).toEqual({ named: pushed, distinct: pushed });
  expect(new Set(mailServer.recipients).size).toBe(load.mails);
  expect(mailServer.recipients).toHaveLength(load.mails);
  expect(await rows("select distinct state from outbox")).toEqual([{ state: "sent" }]);
}

/** Neither answers within the time that a worker has. */
const hanging: Load = { ...load, mails: 9, answerMs: 600_000, mailMs: 600_000 };

describe("a worker whose source and mail server hang", () => {
  test("stops within ten seconds, and gives back what it has not handed over", async () => {
    const product = await loadProduct(hanging, null);
    try {
      await product.addWork();
      const worker = await product.startWorker();
      const sending = async () =>
        await product.rows<{ state: string; mails: number }>(
          "select state, count(*)::int as mails from outbox group by state order by state",
        );
      while (product.mailServer.recipients.length < 3) await sleep(50);
      const stop = await stopWorker(worker);
      expect(stop).toMatchObject({ code: 0, signal: null, errors: "" });
      expect(stop.seconds).toBeLessThan(10);
      expect(stop.givenBack).toContain("ingest.poll");
      expect(await product.queue.counts()).toMatchObject({ active: 0, dead: 0 });
      // Nobody knows of the three whether they went out: a person decides. The others were not touched.
      expect(await sending()).toEqual([
        { state: "queued", mails: 6 },
        { state: "sending", mails: 3 },
      ]);
    } finally {
      await product.close();
    }
  }, 60_000);
});

function printStops(name: string, done: readonly Stop[]): void {
  const seconds = done.map((stop) => stop.seconds).sort((a, b) => a - b);
  const at = (share: number) =>
    seconds[Math.min(seconds.length - 1, Math.floor(share * seconds.length))]?.toFixed(2);
  const jobs = new Map<string, number>();
  for (const job of done.flatMap(({ givenBack }) => givenBack)) jobs.set(job, (jobs.get(job) ?? 0) + 1);
  process.stdout.write(
    `${name}: ${done.length} stops, seconds p50 ${at(0.5)} p95 ${at(0.95)} max ${at(1)}; given back ${JSON.stringify(Object.fromEntries(jobs))}\n`,
  );
}

describeShutdown("PostgreSQL", () => null);

describe.skipIf(redisServer === null)("on Redis", () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startTestRedis();
  });
  afterAll(async () => await redis.stop());
  describeShutdown("Redis", () => redis);
});
