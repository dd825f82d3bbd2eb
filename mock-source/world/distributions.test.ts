import { describe, expect, it } from "vitest";
import type { Row } from "./model.ts";
import { buildWorld, countOf, rowOf } from "./world.ts";
import { localMinuteOf, zones } from "./zones.ts";

/** Limits are wide on purpose: they say what the README states, not what one seed happens to give. */
const asOfMs = Date.parse("2026-05-20T21:00:00Z");
const originDay = Date.parse("2025-10-01T00:00:00Z") / 86_400_000;
const world = buildWorld({ seed: 3, customers: 1200, originDay }, asOfMs);
const all = (resource: "sessions" | "customers" | "calls") =>
  Array.from({ length: countOf(world, resource) }, (_, i) => rowOf(world, resource, i + 1));
const sessions = all("sessions");
const customers = all("customers");
const completed = sessions.filter((row) => row.status === "completed");
const share = (rows: Row[], holds: (row: Row) => boolean) => rows.filter(holds).length / rows.length;
const within = (value: number, low: number, high: number) => {
  expect(value).toBeGreaterThan(low);
  expect(value).toBeLessThan(high);
};

describe("the distributions", () => {
  it("hold most sessions, cancel some and miss a few", () => {
    within(
      share(sessions, (row) => row.status === "completed"),
      0.75,
      0.92,
    );
    within(
      share(sessions, (row) => row.status === "cancelled"),
      0.04,
      0.15,
    );
    within(
      share(sessions, (row) => row.status === "no_show"),
      0.01,
      0.05,
    );
  });

  it("rate three in four sessions, most of them high", () => {
    within(
      share(completed, (row) => row.rating !== null),
      0.68,
      0.84,
    );
    const rated = completed.filter((row) => row.rating !== null);
    within(
      share(rated, (row) => Number(row.rating) === 5),
      0.4,
      0.7,
    );
    within(
      share(rated, (row) => Number(row.rating) >= 4),
      0.82,
      0.96,
    );
  });

  it("let first sessions go well four times in five", () => {
    const first = new Map<unknown, Row>();
    for (const row of completed) {
      const known = first.get(row.customer_id);
      if (!known || String(row.started_at) < String(known.started_at)) first.set(row.customer_id, row);
    }
    const rated = [...first.values()].filter((row) => row.rating !== null);
    within(
      share(rated, (row) => Number(row.rating) >= 4),
      0.7,
      0.9,
    );
  });

  it("peak in the evening of the customer's timezone and on Sundays", () => {
    const zoneOf = new Map(
      customers.map((row) => [row.id, zones.findIndex((zone) => zone.name === row.timezone)]),
    );
    const hour = (row: Row) =>
      Math.floor(
        localMinuteOf(zoneOf.get(row.customer_id) ?? 0, Date.parse(String(row.scheduled_at)) * 1000) / 60,
      );
    within(
      share(sessions, (row) => hour(row) >= 15 && hour(row) < 22),
      0.6,
      0.85,
    );
    within(
      share(sessions, (row) => hour(row) < 6),
      -0.01,
      0.02,
    );
    within(
      share(sessions, (row) => new Date(String(row.scheduled_at)).getUTCDay() === 0),
      0.15,
      0.3,
    );
  });

  it("give an active customer between one and two sessions a week", () => {
    const monthAgo = new Date(asOfMs - 30 * 86_400_000).toISOString();
    const asOf = new Date(asOfMs).toISOString();
    const recent = completed.filter(
      (row) => String(row.started_at) > monthAgo && String(row.started_at) <= asOf,
    );
    const active = new Set(recent.map((row) => row.customer_id));
    within(recent.length / active.size / (30 / 7), 1.2, 2);
    within(active.size / customers.length, 0.5, 0.9);
  });

  it("crowd calls on some customers", () => {
    const counts = new Map<unknown, number>();
    for (const call of all("calls")) counts.set(call.customer_id, (counts.get(call.customer_id) ?? 0) + 1);
    const perCustomer = customers.map((row) => counts.get(row.id) ?? 0).sort((a, b) => b - a);
    const total = perCustomer.reduce((sum, count) => sum + count, 0);
    const top = perCustomer.slice(0, Math.ceil(customers.length / 10)).reduce((sum, count) => sum + count, 0);
    within(top / total, 0.3, 0.75);
    within(perCustomer.filter((count) => count === 0).length / customers.length, 0.2, 0.6);
  });

  it("lose more of those whose first session was poor", () => {
    const byCustomer = Map.groupBy(completed, (row) => row.customer_id);
    const gone = { poor: [0, 0], good: [0, 0] };
    for (const rows of byCustomer.values()) {
      rows.sort((a, b) => (String(a.started_at) < String(b.started_at) ? -1 : 1));
      const [first, last] = [rows[0], rows.at(-1)];
      if (!first?.rating || Date.parse(String(first.started_at)) > asOfMs - 100 * 86_400_000) continue;
      const tally = Number(first.rating) < 4 ? gone.poor : gone.good;
      tally[0] = (tally[0] ?? 0) + 1;
      if (Date.parse(String(last?.started_at)) < asOfMs - 30 * 86_400_000) tally[1] = (tally[1] ?? 0) + 1;
    }
    const [poor, good] = [gone.poor[1]! / gone.poor[0]!, gone.good[1]! / gone.good[0]!];
    expect(poor).toBeGreaterThan(good * 1.2);
    within(good, 0.12, 0.5);
  });

  it("have a long tail of subjects", () => {
    const counts = [...Map.groupBy(sessions, (row) => row.subject).values()].map((rows) => rows.length);
    counts.sort((a, b) => b - a);
    within((counts[0] ?? 0) / sessions.length, 0.1, 0.22);
    within(counts.slice(0, 5).reduce((sum, count) => sum + count, 0) / sessions.length, 0.4, 0.65);
    expect(counts.length).toBeGreaterThan(25);
  });
});
