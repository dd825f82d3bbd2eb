import fc from "fast-check";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { OutsideRow } from "#sources/fixtures/contract-server.ts";
import { transientFaults } from "#sources/fixtures/misbehaviours.ts";
import {
  outsideCall,
  outsideCustomer,
  outsideSession,
  outsideTutor,
} from "#sources/fixtures/outside-rows.ts";
import { createIngestionHarness } from "#test/ingestion/ingestion-harness.ts";
import { wrongCallHours, wrongSubjectHours } from "#test/ingestion/recomputed-rollups.ts";
import { reconcileResource } from "./reconcile-resource.ts";
import { type ReconciledResource, reconciledResources } from "./reconciled-resource.ts";

/**
 * Whatever the source does while we compare, and whatever polls run beside it: no row is marked as deleted that
 * was there all the time, none is called missing that a poll would have brought, and once the source rests,
 * our tables equal its live rows.
 */
const harness = await createIngestionHarness();
const { server, exported, rows, poll } = harness;
afterAll(async () => await harness.close());
beforeEach(async () => await harness.reset());

const resource = fc.constantFrom(...reconciledResources);
const change = fc.record({
  kind: fc.constantFrom("put", "put", "hide", "remove", "remove", "delete", "come_back"),
  resource,
  id: fc.integer({ min: 1, max: 6 }),
  customer_id: fc.integer({ min: 1, max: 4 }),
  tutor_id: fc.integer({ min: 1, max: 4 }),
  passesMs: fc.constantFrom(1, 500, 30_000, 400_000),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

const step = fc.record({
  before: fc.array(change, { maxLength: 6 }),
  during: fc.array(change, { maxLength: 6 }),
  resource,
  polled: fc.array(resource, { maxLength: 3 }),
  faults: fc.array(fc.nat(transientFaults.length), { maxLength: 3 }),
});

test("comparing is right whatever happens meanwhile", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
      await harness.reset();
      const world = createWorld();
      for (const one of steps) {
        for (const each of one.before) world.apply(each);
        await reconcileDisturbed(one, world);
      }
      for (const each of reconciledResources) await reconcile(each);
      for (const each of reconciledResources) {
        expect(await exported(each), each).toEqual(server.liveRows(each));
      }
      expect(await rows(wrongSubjectHours)).toEqual([]);
      expect(await rows(wrongCallHours)).toEqual([]);
      expect(await rows("select from held_records")).toEqual([]);
      const before = await rows("select count(*) from change_log");
      for (const each of reconciledResources) expect(await reconcile(each)).toMatchObject({ state: "equal" });
      expect(await rows("select count(*) from change_log")).toEqual(before);
    }),
    { numRuns: 15 },
  );
}, 240_000);

const reconcile = async (one: ReconciledResource) =>
  await reconcileResource(harness.context(), harness.sources, one, "command");

type World = ReturnType<typeof createWorld>;

async function reconcileDisturbed(
  one: { resource: ReconciledResource; during: Change[]; polled: ReconciledResource[]; faults: number[] },
  world: World,
): Promise<void> {
  world.watch();
  const pending = [...one.during];
  server.hooks.beforeAnswer = () => {
    const next = pending.shift();
    if (next !== undefined) world.apply(next);
  };
  server.misbehaviours.push(...one.faults.map((index) => transientFaults[index] ?? (() => false)));
  const polls = one.polled.map(async (each) => await mayFail(poll(each)));
  await mayFail(reconcile(one.resource));
  await Promise.all(polls);
  server.hooks.beforeAnswer = null;
  server.misbehaviours.length = 0;
  const found = await rows<{ kind: string; key: string }>(
    `select kind, resource || ' ' || record_id as key from reconciliation_findings
     where reconciliation_id = (select max(reconciliation_id) from reconciliations)`,
  );
  const keysOf = (kind: string) => found.filter((each) => each.kind === kind).map(({ key }) => key);
  expect(keysOf("deleted").filter((key) => !world.wasAbsent(key))).toEqual([]);
  expect(keysOf("fetched").filter((key) => !world.wasHidden(key))).toEqual([]);
}

async function mayFail(work: Promise<unknown>): Promise<void> {
  await work.catch((error: Error) => expect(error.message).toMatch(/could not be read|another poll/));
}

/** The source's side: rows by key, a clock, and what was away or hidden at some time. */
function createWorld() {
  let clockMs = Date.parse("2026-03-02T00:00:00Z");
  let freshId = 100;
  server.hooks.clock = () => new Date(clockMs);
  const rowsByKey = new Map<string, OutsideRow>();
  const present = new Set<string>();
  const hidden = new Set<string>();
  const absent = new Set<string>();
  const make = {
    customers: outsideCustomer,
    tutors: outsideTutor,
    sessions: outsideSession,
    calls: outsideCall,
  };
  const put = (key: string, one: ReconciledResource, row: OutsideRow) => {
    rowsByKey.set(key, row);
    present.add(key);
    server.put(one, row);
  };
  const fields = ({ resource: one, customer_id, tutor_id }: Change) => ({
    ...(one === "sessions" || one === "calls" ? { customer_id } : {}),
    ...(one === "sessions" ? { tutor_id } : {}),
  });
  const apply = (each: Change) => {
    clockMs += each.passesMs;
    const at = new Date(clockMs).toISOString();
    const key = `${each.resource} ${each.id}`;
    const known = rowsByKey.get(key);
    switch (each.kind) {
      case "put":
      case "delete": {
        const deleted_at = each.kind === "delete" ? at : null;
        const row = make[each.resource]({ id: each.id, ...fields(each), updated_at: at, deleted_at });
        return put(key, each.resource, row);
      }
      case "hide": {
        // It shows itself with a date that polls have left behind.
        const id = freshId++;
        hidden.add(`${each.resource} ${id}`);
        const row = make[each.resource]({ id, ...fields(each), updated_at: "2026-01-01T00:00:00.000Z" });
        return put(`${each.resource} ${id}`, each.resource, row);
      }
      case "remove":
        present.delete(key);
        absent.add(key);
        return server.remove(each.resource, each.id);
      case "come_back":
        if (known !== undefined && !present.has(key)) put(key, each.resource, known);
        return;
      default:
        throw new Error(`${each.kind} is no change`);
    }
  };
  return {
    apply,
    /** From here on it counts who was away. */
    watch(): void {
      absent.clear();
      for (const key of rowsByKey.keys()) if (!present.has(key)) absent.add(key);
    },
    wasAbsent: (key: string) => absent.has(key),
    wasHidden: (key: string) => hidden.has(key),
  };
}
