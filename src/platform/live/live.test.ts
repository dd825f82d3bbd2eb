import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { createDatabase, type Database } from "#db/client.ts";
import { inTransaction } from "#db/transaction.ts";
import { viewerOf } from "#test/builders/api-under-test.ts";
import { createTestDatabase, type TestDatabase } from "#test/database/create-test-database.ts";
import { readEvents } from "#test/http/read-events.ts";
import { type Served, serve } from "#test/http/serve.ts";
import { createLog } from "../log.ts";
import type { Viewer } from "../viewer.ts";
import { appendEvents } from "./event.ts";
import { openEventStream } from "./event-stream.ts";
import { type Live, startLive } from "./live.ts";
import type { LiveEvent } from "./logged-event.ts";

const log = createLog({ process: "test", level: "silent" });
let database: TestDatabase;
let owner: Database;
let web: Database;
let live: Live;
let served: Served;
let viewer: Viewer;
let stillThere: Viewer | null;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = createDatabase({ url: database.ownerUrl, name: "test", log });
  web = createDatabase({ url: database.webUrl, name: "test web", log, role: "dashboard_web" });
});

afterAll(async () => {
  await owner.destroy();
  await web.destroy();
  await database.drop();
});

beforeEach(async () => {
  viewer = viewerOf();
  stillThere = viewer;
  live = startLive({ url: database.ownerUrl, log });
  await live.reader.ready();
  served = await serve((request) => {
    const asked = new URL(request.url).searchParams;
    const id = asked.get("lastEventId");
    const limited = asked.get("customers");
    const customerIds = limited === null ? viewer.customerIds : limited.split(",").map(Number);
    return openEventStream(
      { db: web, hub: live.hub, reader: live.reader },
      {
        viewer: { ...viewer, customerIds },
        lastEventId: id === null ? null : Number(id),
        signal: request.signal,
        resolveAgain: async () => stillThere,
        greeting: {},
      },
    );
  });
});

afterEach(async () => {
  await live.close();
  await served.close();
});

type Written = { id: number; key: string; customerId: number | null };

/** Appends one event in a transaction of its own and answers its number. */
async function append(key: string, options: Partial<Written> & { critical?: boolean; userId?: string } = {}) {
  return await inTransaction(owner, async (trx) => {
    const customer = options.customerId === undefined ? {} : { customerId: Number(options.customerId) };
    const payload = { resource: "sessions" };
    const { critical = false, userId } = options;
    await appendEvents(trx, [
      { kind: "customer.changed", key, payload, critical, ...customer, ...(userId ? { userId } : {}) },
    ]);
    const { rows } = await sql<{ id: number }>`select max(event_id) as id from event_log`.execute(trx);
    return rows[0]?.id ?? 0;
  });
}

const eventsIn = (data: string): LiveEvent[] => JSON.parse(data).events;

/** Collects events until `isEnough`. */
async function collect(
  query: string,
  isEnough: (seen: readonly LiveEvent[]) => boolean,
  onOpen?: () => void,
) {
  const seen: LiveEvent[] = [];
  const types: string[] = [];
  await readEvents(`${served.url}/?${query}`, {
    take({ type, data }) {
      types.push(type);
      if (type === "hello") onOpen?.();
      if (type === "changes") seen.push(...eventsIn(data));
      return type !== "reload" && !isEnough(seen);
    },
  });
  return { seen, types };
}

describe("the live stream", () => {
  it("misses nothing and doubles nothing for browsers that come and go while many write", async () => {
    const random = xoroshiro128plus(7);
    const below = (limit: number) => Math.abs(random.next()) % limit;
    // An event before all others: of an empty log nobody can know whether its first numbers were taken away.
    const startId = await append("before");
    const written: Written[] = [];
    let isDone = false;

    async function write(writer: number): Promise<void> {
      for (let n = 0; n < 40; n++) {
        const count = 1 + below(3);
        const isUndone = below(6) === 0;
        await inTransaction(
          owner,
          async (trx) => {
            const customerId = below(4);
            const keys = Array.from({ length: count }, () => `${writer % 2}-${below(5)}`);
            await appendEvents(
              trx,
              keys.map((key) => ({
                kind: "customer.changed",
                key,
                payload: { resource: "sessions" },
                ...(customerId === 0 ? {} : { customerId }),
                critical: below(3) === 0,
              })),
            );
            const { rows } = await sql<{ id: number; key: string; customerId: number | null }>`
              select event_id as id, key, customer_id as "customerId" from event_log
              order by event_id desc limit ${count}`.execute(trx);
            if (isUndone) throw new Error("undone");
            written.push(...rows);
          },
          { tries: 1 },
        ).catch((error: Error) => {
          if (error.message !== "undone") throw error;
        });
        await sleep(below(20));
      }
    }

    async function browse(query: string, mayGiveUpMs: number): Promise<LiveEvent[]> {
      const seen: LiveEvent[] = [];
      let lastId = startId;
      const isComplete = () => isDone && lastId >= Math.max(...written.map(({ id }) => id));
      while (!isComplete()) {
        await readEvents(`${served.url}/?${query}&lastEventId=${lastId}`, {
          signal: AbortSignal.timeout(1 + below(mayGiveUpMs)),
          take({ type, id, data }) {
            expect(type).not.toBe("reload");
            if (type === "changes") seen.push(...eventsIn(data));
            if (id !== "") lastId = Number(id);
            return !isComplete();
          },
        }).catch((error: Error) => {
          if (error.name !== "TimeoutError" && error.name !== "AbortError") throw error;
        });
      }
      return seen;
    }

    const browsers = [browse("a", 150), browse("b", 600), browse("c", 60_000), browse("customers=1,2", 300)];
    await Promise.all([0, 1, 2, 3].map(write));
    // A last event that everybody may see ends every browser.
    written.push({ id: await append("the end"), key: "the end", customerId: null });
    isDone = true;
    const heard = await Promise.all(browsers);
    for (const [at, seen] of heard.entries()) {
      const maySee = ({ customerId }: Written) => at !== 3 || customerId === null || customerId <= 2;
      const ids = seen.map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b));
      const visible = written.filter(maySee);
      expect(new Set(visible.map(({ id }) => id))).toSatisfy((known: Set<number>) =>
        ids.every((id) => known.has(id)),
      );
      for (const { id, key } of visible) {
        const wasTold = ids.includes(id) || seen.some((later) => later.key === key && later.id > id);
        expect(wasTold, `event ${id} of ${key}`).toBe(true);
      }
    }
  });

  it("goes on after the reader's connection was cut", async () => {
    const before = live.reader.lastId();
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'live' and datname = current_database()`.execute(owner);
    const id = await append("1");
    const { seen } = await collect(`lastEventId=${before}`, (events) =>
      events.some((event) => event.id === id),
    );
    expect(seen.at(-1)?.id).toBe(id);
  });

  it("tells each only what may be seen", async () => {
    const before = live.reader.lastId();
    await append("hidden", { customerId: 3 });
    await append("somebody else's", { userId: "user-2" });
    await append("own", { userId: "user-1" });
    const last = await append("seen", { customerId: 1 });
    while (live.reader.lastId() < last) await sleep(5);
    const isEnd = (events: readonly LiveEvent[]) => events.some(({ key }) => key === "end");
    const replayed = collect(`lastEventId=${before}&customers=1`, isEnd);
    const streamed = collect("customers=1", isEnd, async () => {
      await append("hidden again", { customerId: 3 });
      await append("end", { customerId: 1 });
    });
    expect((await replayed).seen.map(({ key }) => key)).toEqual(["own", "seen", "end"]);
    expect((await streamed).seen.map(({ key }) => key)).toEqual(["end"]);
  });

  it("asks a browser to read everything anew when what it missed is gone or not of this log", async () => {
    const first = await append("old");
    const newest = await append("new");
    await sql`delete from event_log where event_id <= ${first}`.execute(owner);
    expect((await collect(`lastEventId=${first - 1}`, () => false)).types).toEqual(["hello", "reload"]);
    expect((await collect("lastEventId=999999999", () => false)).types).toEqual(["hello", "reload"]);
    const { types } = await collect(
      `lastEventId=${newest}`,
      (seen) => seen.length > 0,
      () => void append("next"),
    );
    expect(types).toEqual(["hello", "changes"]);
  });

  it("ends the stream of somebody whose rights have changed", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      const types: string[] = [];
      const opened = Promise.withResolvers<void>();
      const reading = readEvents(served.url, {
        take({ type }) {
          types.push(type);
          opened.resolve();
          return true;
        },
      });
      await opened.promise;
      await vi.advanceTimersByTimeAsync(60_000);
      expect(live.hub.size()).toBe(1);
      stillThere = { ...viewer, role: "viewer" };
      await vi.advanceTimersByTimeAsync(60_000);
      await reading;
      expect(types.filter((type) => type === "beat").length).toBeGreaterThanOrEqual(4);
      expect(live.hub.size()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it("ends every stream when the process stops", async () => {
    const opened = Promise.withResolvers<void>();
    const reading = readEvents(served.url, {
      take() {
        opened.resolve();
        return true;
      },
    });
    await opened.promise;
    expect(live.hub.size()).toBe(1);
    live.hub.closeAll();
    await reading;
    expect(live.hub.size()).toBe(0);
    const parts = { db: web, hub: live.hub, reader: live.reader };
    const { signal } = new AbortController();
    const again = { viewer, lastEventId: null, signal, resolveAgain: async () => viewer, greeting: {} };
    expect(() => openEventStream(parts, again)).toThrow("This server is being stopped. Connect again.");
  });
});
