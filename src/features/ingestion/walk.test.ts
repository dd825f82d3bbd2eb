import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Instant, Item, Page, SessionRecord, Source } from "#sources/source.ts";
import { walk } from "./walk.ts";

type Row = { id: number; micros: number };

const startMs = Date.parse("2026-03-01T00:00:00.000Z");
const instantOf = (micros: number): Instant => new Date(startMs + Math.floor(micros / 1000)).toISOString();

const itemOf = ({ id, micros }: Row): Item<"sessions"> => ({
  record: { id, updatedAt: instantOf(micros) } as SessionRecord,
});

/** A source that orders by microseconds and id, and changes before it answers each page. */
function modelSource(rows: Map<number, Row>, beforePage: () => void, answeredAt: Date | null = null) {
  const asked: { since: Instant | null; page: number }[] = [];
  const source = {
    async fetchPage(_resource: "sessions", { since, page, perPage }): Promise<Page<"sessions">> {
      beforePage();
      asked.push({ since, page });
      const matching = [...rows.values()]
        .filter((row) => since === null || instantOf(row.micros) >= since)
        .sort((a, b) => a.micros - b.micros || a.id - b.id);
      return {
        items: matching.slice((page - 1) * perPage, page * perPage).map(itemOf),
        nextPage: page * perPage < matching.length ? page + 1 : null,
        totalCount: matching.length,
        answeredAt,
        unknownFields: [],
      };
    },
  } as Pick<Source, "fetchPage"> as Source;
  return { source, asked };
}

async function readAll(source: Source, perPage = 3, since: Instant | null = null) {
  const seen: { id: number; updatedAt: Instant }[] = [];
  let last: { position: Instant | null; beganAt: Instant } | null = null;
  const now = () => new Date("2026-04-01T00:00:00.000Z");
  for await (const step of walk(source, "sessions", { since, perPage, now })) {
    for (const { record } of step.page.items) if (record) seen.push(record);
    last = step;
  }
  return { seen, last };
}

const rowsAt = (...micros: number[]) =>
  new Map(micros.map((at, index) => [index + 1, { id: index + 1, micros: at }]));

describe("walk", () => {
  test("reads an empty source with one request", async () => {
    const { source, asked } = modelSource(new Map(), () => undefined);
    expect((await readAll(source)).seen).toEqual([]);
    expect(asked).toEqual([{ since: null, page: 1 }]);
  });

  test("goes on by the last updated_at, and starts again at page one", async () => {
    const { source, asked } = modelSource(rowsAt(0, 1000, 2000, 3000), () => undefined);
    await readAll(source);
    expect(asked).toEqual([
      { since: null, page: 1 },
      { since: instantOf(2000), page: 1 },
    ]);
  });

  test("says that it is past one updated_at only when the pages read again are through", async () => {
    const hourMicros = 3_600_000_000;
    const rows = rowsAt(...Array.from({ length: 8 }, () => 5), hourMicros);
    const { source } = modelSource(rows, () => undefined);
    const now = () => new Date("2026-04-01T00:00:00.000Z");
    const positions: (Instant | null)[] = [];
    for await (const { position } of walk(source, "sessions", { since: null, perPage: 3, now }))
      positions.push(position);
    expect(positions.pop()).toBe(instantOf(hourMicros));
    expect(new Set(positions)).toEqual(new Set([instantOf(5)]));
    expect(positions).toHaveLength(5);
  });

  test("pages within one updated_at, and reads those pages again from the last to the first", async () => {
    const { source, asked } = modelSource(rowsAt(...Array.from({ length: 8 }, () => 5)), () => undefined);
    const { seen } = await readAll(source);
    expect(new Set(seen.map((row) => row.id)).size).toBe(8);
    const since = instantOf(5);
    expect(asked).toEqual([
      { since: null, page: 1 },
      { since, page: 1 },
      { since, page: 2 },
      { since, page: 3 },
      { since, page: 2 },
      { since, page: 1 },
    ]);
  });

  test("a date in the future does not carry it past other rows", async () => {
    const rows = rowsAt(0, 1000, 2000, 3000, 4000);
    const { source } = modelSource(rows, () => undefined, new Date(startMs + 60_000));
    const fetchPage = source.fetchPage.bind(source);
    // One answer prints a wrong date in its last row.
    let isFirst = true;
    source.fetchPage = (async (resource: "sessions", request: Parameters<Source["fetchPage"]>[1]) => {
      const page = await fetchPage(resource, request);
      if (!isFirst) return page;
      isFirst = false;
      const wrong = { record: { id: 3, updatedAt: "2031-01-01T00:00:00.000Z" } as SessionRecord };
      return { ...page, items: [...page.items.slice(0, 2), wrong] };
    }) as Source["fetchPage"];
    const { seen, last } = await readAll(source);
    expect(new Set(seen.map((row) => row.id))).toEqual(new Set([1, 2, 3, 4, 5]));
    expect(last?.position).toBe(instantOf(4000));
  });

  test("rows that all lie in the future are read, and give no position", async () => {
    const { source } = modelSource(rowsAt(0, 1000, 2000, 3000), () => undefined, new Date(startMs - 60_000));
    const { seen, last } = await readAll(source);
    expect(new Set(seen.map((row) => row.id)).size).toBe(4);
    expect(last?.position).toBeNull();
  });

  test("a Date header that is ahead carries nothing past what is shown late while the walk lasts", async () => {
    const hourMs = 3_600_000;
    const beganMs = startMs + hourMs;
    let nowMs = beganMs;
    const rows = rowsAt(0, 1000, 2000, 3000, hourMs * 1000 + 40_000_000);
    const { source } = modelSource(rows, () => (nowMs += 20_000), new Date(beganMs + 2 * hourMs));
    // Ours is ahead too.
    const now = () => new Date(nowMs + hourMs);
    let reached: Instant | null = null;
    for await (const { position } of walk(source, "sessions", { since: null, perPage: 3, now }))
      reached = position;
    expect(Date.parse(reached ?? "")).toBeLessThanOrEqual(beganMs);
  });

  test("rows in the future are told by our clock too, where the Date header is ahead", async () => {
    const future = (Date.parse("2026-04-02T00:00:00.000Z") - startMs) * 1000;
    const { source } = modelSource(
      rowsAt(0, 1000, future),
      () => undefined,
      new Date("2026-05-01T00:00:00.000Z"),
    );
    expect((await readAll(source)).last?.position).toBe(instantOf(1000));
  });

  test("rejected records help where their updated_at can be read, and do no harm where not", async () => {
    const rejected = (updatedAt: Instant | null): Item<"sessions"> => ({
      rejected: { key: "x", id: null, json: "{}", faults: [], updatedAt },
    });
    const pages = [
      [rejected(instantOf(1000)), rejected(null)],
      [rejected(null), rejected(null)],
      [rejected(null)],
    ];
    const asked: unknown[] = [];
    const source = {
      fetchPage: async (_resource: string, { since, page }: { since: Instant | null; page: number }) => {
        asked.push([since, page]);
        const items = pages.shift() ?? [];
        const nextPage = pages.length > 0 ? page + 1 : null;
        return { items, nextPage, totalCount: null, answeredAt: null, unknownFields: [] };
      },
    } as unknown as Source;
    const { last } = await readAll(source);
    expect(last?.position).toBe(instantOf(1000));
    expect(asked.slice(0, 3)).toEqual([
      [null, 1],
      [instantOf(1000), 1],
      [instantOf(1000), 2],
    ]);
  });

  test("loses no row that is there all the time, whatever moves while it reads", async () => {
    // Few different instants, so that many rows share one; each page is preceded by some changes.
    const change = fc.record({
      id: fc.integer({ min: 1, max: 40 }),
      kind: fc.constantFrom("touch", "touch", "touch", "remove"),
      later: fc.integer({ min: 0, max: 3000 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 1, maxLength: 40 }),
        fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 5 }),
        async (instants, changes, perPage) => {
          const rows = rowsAt(...instants);
          const pending = [...changes];
          let clock = 10_000;
          const { source } = modelSource(rows, () => {
            for (const { id, kind, later } of pending.shift() ?? []) {
              const row = rows.get(id);
              if (row === undefined) continue;
              clock += later;
              if (kind === "touch") rows.set(id, { id, micros: clock });
              else rows.delete(id);
            }
          });
          const { seen, last } = await readAll(source, perPage);
          const newest = new Map<number, Instant>();
          for (const { id, updatedAt } of seen) {
            const known = newest.get(id);
            if (known === undefined || updatedAt >= known) newest.set(id, updatedAt);
          }
          // One that is touched while the last pages are read again has moved to where the next walk begins.
          const isLeftToNext = (micros: number) =>
            last?.position != null && instantOf(micros) >= last.position;
          for (const { id, micros } of rows.values())
            expect(newest.has(id) || isLeftToNext(micros)).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });
});
