import { describe, expect, it } from "vitest";
import { phases, type ResourceName, type Row } from "./model.ts";
import { advance, buildWorld, countOf, resourceNames, rowOf, updatedUsOf, type World } from "./world.ts";

const asOfMs = Date.parse("2026-05-20T21:17:03.250Z");
const originDay = Date.parse("2025-10-01T00:00:00Z") / 86_400_000;
const options = { seed: 11, customers: 150, originDay };

const rowsOf = (world: World, resource: ResourceName): Row[] =>
  Array.from({ length: countOf(world, resource) }, (_, i) => rowOf(world, resource, i + 1));

const everything = (world: World) => resourceNames.map((resource) => rowsOf(world, resource));

describe("the world", () => {
  it("is the same for the same seed, size and instant, and another for another seed", () => {
    const world = buildWorld(options, asOfMs);
    expect(everything(buildWorld(options, asOfMs))).toEqual(everything(world));
    const other = buildWorld({ ...options, seed: 12 }, asOfMs);
    expect(rowsOf(other, "sessions").slice(0, 50)).not.toEqual(rowsOf(world, "sessions").slice(0, 50));
  });

  it("advances to what a start at the later instant would show", () => {
    const world = buildWorld(options, asOfMs);
    const laterMs = asOfMs + 3.4 * 86_400_000;
    for (const share of [0.001, 0.01, 0.2, 0.21, 0.6, 1]) {
      advance(world, Math.floor((asOfMs + share * (laterMs - asOfMs)) * 1000));
    }
    expect(everything(world)).toEqual(everything(buildWorld(options, laterMs)));
  });

  it("is the same however often it is looked at on the way, over midnights that are decided ahead", () => {
    const small = { ...options, customers: 60 };
    const [ticked, jumped] = [buildWorld(small, asOfMs), buildWorld(small, asOfMs)];
    const untilUs = (asOfMs + 2.2 * 86_400_000) * 1000;
    const seen = [];
    while (ticked.asOfUs < untilUs) {
      seen.push(...advance(ticked, Math.min(untilUs, ticked.asOfUs + 97_000_000)));
      const ids = countOf(ticked, "sessions");
      if (seen.length % 50 === 0) expect(rowOf(ticked, "sessions", ids).id).toBe(ids);
    }
    expect(seen).toEqual(advance(jumped, untilUs));
    expect(everything(ticked)).toEqual(everything(jumped));
    expect(everything(ticked)).toEqual(everything(buildWorld(small, untilUs / 1000)));
  });

  it("shows nothing of a day that is decided ahead", () => {
    const world = buildWorld(options, asOfMs);
    const untouched = buildWorld(options, asOfMs + 1);
    for (let tick = 0; tick < 50; tick++) advance(world, world.asOfUs + 20);
    expect(world.simulation.throughDay).toBe(untouched.simulation.throughDay + 1);
    expect(everything(world)).toEqual(everything(untouched));
  });

  it.each([20, 500, 3000])("has %d customers on its 180th day, and rows for them", (customers) => {
    const world = buildWorld({ seed: 4, customers, originDay }, (originDay + 180) * 86_400_000);
    expect(Math.abs(countOf(world, "customers") - customers)).toBeLessThanOrEqual(1);
    expect(countOf(world, "sessions") / customers).toBeGreaterThan(15);
    expect(countOf(world, "sessions") / customers).toBeLessThan(45);
    for (const resource of resourceNames)
      expect(rowOf(world, resource, countOf(world, resource))).toBeDefined();
  });

  it("takes few bytes a row, and forgets what is over", () => {
    const { simulation } = buildWorld({ seed: 4, customers: 1000, originDay }, asOfMs);
    const { sessions, calls, customerTable, plans, actors } = simulation;
    expect(sessions.bytesPerRow).toBeLessThanOrEqual(40);
    expect(calls.bytesPerRow).toBeLessThanOrEqual(24);
    expect(customerTable.bytesPerRow).toBeLessThanOrEqual(320);
    const staying = actors.flat();
    expect(staying.every((id) => customerTable.phase(id) !== phases.left)).toBe(true);
    expect(staying.length).toBeLessThan(customerTable.count * 0.9);
    // Sessions under way: two weeks of bookings at most, and those whose rating is awaited.
    expect(plans.inUse).toBeLessThan(staying.length * 12);
    expect(plans.size * plans.bytesPerPlan).toBeLessThan(sessions.count * 40);
  });

  it("keeps every row of the past under its number; what differs later carries a later updated_at", () => {
    const before = buildWorld(options, asOfMs);
    const after = buildWorld(options, asOfMs + 86_400_000);
    for (const resource of resourceNames) {
      const known = rowsOf(before, resource);
      const rows = rowsOf(after, resource);
      expect(rows.length).toBeGreaterThanOrEqual(known.length);
      known.forEach((row, i) => {
        const later = rows[i] as Row;
        if (updatedUsOf(after, resource, i + 1) <= before.asOfUs) expect(later).toEqual(row);
        else expect(String(later.updated_at) > String(row.updated_at)).toBe(true);
        expect(rowOf({ ...after, asOfUs: before.asOfUs }, resource, i + 1)).toEqual(row);
      });
    }
  });

  it("reports each change with the updated_at that the row then has", () => {
    const world = buildWorld(options, asOfMs);
    const counts = countOf(world, "sessions");
    const changes = advance(world, world.asOfUs + 6 * 3_600_000_000);
    expect(changes.length).toBeGreaterThan(10);
    const last = new Map(changes.map((change) => [`${change.resource} ${change.id}`, change]));
    for (const { resource, id, us } of last.values()) expect(updatedUsOf(world, resource, id)).toBe(us);
    const booked = changes.filter((change) => change.resource === "sessions" && change.id > counts);
    expect(countOf(world, "sessions") - counts).toBe(new Set(booked.map((change) => change.id)).size);
  });

  it("goes on over midnight and over days with nobody watching", () => {
    const world = buildWorld(options, Date.parse("2026-05-20T23:59:59.000Z"));
    const changes = advance(world, Date.parse("2026-05-23T00:00:00.000Z") * 1000);
    expect(changes.every((change, i) => i === 0 || change.us >= (changes[i - 1]?.us ?? 0))).toBe(true);
    expect(advance(world, world.asOfUs - 5)).toEqual([]);
  });
});

describe("its rows", () => {
  const world = buildWorld(options, asOfMs);
  const asOf = new Date(asOfMs).toISOString();
  const sessions = rowsOf(world, "sessions");

  it("refer to rows that exist", () => {
    const codes = new Set(rowsOf(world, "subjects").map((row) => row.code));
    const customers = rowsOf(world, "customers");
    for (const session of sessions) {
      expect(customers[Number(session.customer_id) - 1]?.id).toBe(session.customer_id);
      expect(Number(session.tutor_id)).toBeLessThanOrEqual(countOf(world, "tutors"));
      expect(codes.has(session.subject)).toBe(true);
      const customer = customers[Number(session.customer_id) - 1];
      expect(String(session.created_at) >= String(customer?.signed_up_at)).toBe(true);
    }
    for (const call of rowsOf(world, "calls")) {
      expect(Number(call.customer_id)).toBeLessThanOrEqual(countOf(world, "customers"));
    }
  });

  it("agree in themselves", () => {
    for (const row of sessions) {
      const { status, started_at, ended_at, rating, cancelled_by, scheduled_at } = row;
      if (status !== "no_show") expect(ended_at !== null).toBe(status === "completed");
      if (status === "in_progress") expect(started_at).not.toBeNull();
      expect(cancelled_by !== null).toBe(status === "cancelled");
      if (rating !== null) {
        expect(status).toBe("completed");
        expect(rating).toMatch(/^([1-4]\.[05]|5\.0)$/);
      }
      expect(String(row.created_at) < String(scheduled_at)).toBe(true);
      if (started_at !== null && ended_at !== null) expect(String(started_at) < String(ended_at)).toBe(true);
    }
  });

  it("never speak of what is yet to come, but for what is booked and planned", () => {
    for (const resource of resourceNames) {
      for (const row of rowsOf(world, resource)) {
        for (const field of ["created_at", "updated_at", "started_at", "ended_at", "called_at"]) {
          if (typeof row[field] === "string") expect(row[field] <= asOf).toBe(true);
        }
        expect(String(row.created_at) <= String(row.updated_at)).toBe(true);
      }
    }
  });

  it("are booked up to ten days ahead", () => {
    const ahead = sessions.filter((row) => String(row.scheduled_at) > asOf && row.status === "scheduled");
    expect(ahead.length).toBeGreaterThan(50);
    const longest = Math.max(...ahead.map((row) => Date.parse(String(row.scheduled_at)))) - asOfMs;
    expect(longest / 86_400_000).toBeLessThan(11);
    expect(longest / 86_400_000).toBeGreaterThan(5);
  });

  it("print decimals as Ruby does and instants with milliseconds in UTC", () => {
    for (const row of rowsOf(world, "tutors")) expect(row.hourly_rate).toMatch(/^\d+\.\d{1,2}$/);
    for (const row of rowsOf(world, "customers")) {
      expect(row.monthly_spend).toMatch(/^\d+\.\d{1,2}$/);
      expect(row.updated_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    }
  });
});
