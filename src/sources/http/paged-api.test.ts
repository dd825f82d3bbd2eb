import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "#platform/log.ts";
import { type ContractServer, startContractServer } from "../fixtures/contract-server.ts";
import { misbehave, transientFaults } from "../fixtures/misbehaviours.ts";
import { outsideSession } from "../fixtures/outside-rows.ts";
import { createRailsSource } from "../rails/rails-source.ts";
import type { IdsPage } from "../source.ts";

const server: ContractServer = await startContractServer();
afterAll(async () => await server.close());
beforeEach(() => server.clear());

const source = createRailsSource({
  baseUrl: server.url,
  token: server.token,
  log: createLog({ process: "test", level: "silent" }),
  limits: { firstBackoffMs: 1, maxBackoffMs: 2, tries: 3, answerMs: 300 },
});

const manyTimes = (json: unknown) =>
  server.misbehaviours.push(...Array.from({ length: 3 }, () => misbehave.json(json)));
const idsAnswer = (ids: unknown, next: unknown) => ({ ids, meta: { next_after_id: next } });

async function allIds(): Promise<number[]> {
  const found: number[] = [];
  let after: number | null = 0;
  while (after !== null) {
    const page: IdsPage = await source.fetchIds("sessions", after);
    found.push(...page.ids);
    after = page.nextAfterId;
  }
  return found;
}

describe("ids", () => {
  test("are read to their end over short pages, past 2^31, without deleted rows", async () => {
    const ids = [1, 2, 3, 4, 5, 2 ** 31 + 7, 2 ** 40, Number.MAX_SAFE_INTEGER - 1];
    for (const id of ids) server.put("sessions", outsideSession({ id }));
    server.put("sessions", outsideSession({ id: 9, deleted_at: "2026-03-02T00:00:00.000Z" }));
    expect(await allIds()).toEqual(ids);
    expect(server.requests.at(-1)?.url).toContain("per_page=10000");
  });

  test("a short page, even an empty one, is not the end where more is said to follow", async () => {
    server.misbehaviours.push(
      misbehave.json(idsAnswer([4], 10)),
      misbehave.json(idsAnswer([], 500)),
      misbehave.json(idsAnswer([501], null)),
    );
    expect(await allIds()).toEqual([4, 501]);
  });

  test("there are none of an empty resource", async () => {
    expect(await allIds()).toEqual([]);
  });

  test.each([
    ["fall", idsAnswer([3, 2], null)],
    ["repeat", idsAnswer([3, 3], null)],
    ["begin before the place asked for", idsAnswer([2, 7], null)],
    ["are no whole numbers", idsAnswer([7.5], null)],
    ["are text", idsAnswer(["7"], null)],
    ["are larger than can be told apart", idsAnswer([2 ** 53], null)],
    ["go on at the same place", idsAnswer([], 2)],
    ["go on before the last one", idsAnswer([7, 9], 8)],
    ["do not say whether more follow", { ids: [7], meta: {} }],
    ["are not there", { meta: { next_after_id: null } }],
  ])("that %s are malformed, however often they come", async (_what, json) => {
    manyTimes(json);
    await expect(source.fetchIds("sessions", 2)).rejects.toMatchObject({ code: "source_malformed" });
  });

  test("are asked for again after a fault", async () => {
    server.put("sessions", outsideSession());
    for (const fault of transientFaults) {
      server.misbehaviours.push(fault);
      expect(await allIds()).toEqual([1]);
    }
  });
});

describe("counts per day", () => {
  test("count live rows by the day of their creation, both ends included", async () => {
    for (const [id, day] of [1, 2, 2, 3, 4].entries()) {
      server.put("sessions", outsideSession({ id: id + 1, created_at: `2026-03-0${day}T23:59:59.999Z` }));
    }
    server.put("sessions", outsideSession({ id: 9, deleted_at: "2026-03-02T00:00:00.000Z" }));
    expect(await source.fetchCounts("sessions", "2026-03-02", "2026-03-03")).toEqual([
      { date: "2026-03-02", count: 2 },
      { date: "2026-03-03", count: 1 },
    ]);
  });

  test.each([
    [
      "a day twice",
      {
        counts: [
          { date: "2026-03-02", count: 1 },
          { date: "2026-03-02", count: 1 },
        ],
      },
    ],
    ["a day that nobody asked for", { counts: [{ date: "2026-04-02", count: 1 }] }],
    ["a day that does not exist", { counts: [{ date: "2026-02-30", count: 1 }] }],
    ["less than nothing", { counts: [{ date: "2026-03-02", count: -1 }] }],
    ["no list", { counts: null }],
  ])("with %s are malformed", async (_what, json) => {
    manyTimes(json);
    await expect(source.fetchCounts("sessions", "2026-03-01", "2026-03-03")).rejects.toMatchObject({
      code: "source_malformed",
    });
  });

  test("are asked for again after a fault", async () => {
    server.put("sessions", outsideSession());
    for (const fault of transientFaults) {
      server.misbehaviours.push(fault);
      expect(await source.fetchCounts("sessions", "2026-03-01", "2026-03-01")).toHaveLength(1);
    }
  });
});
