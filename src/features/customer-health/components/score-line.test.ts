import { describe, expect, it } from "vitest";
import type { HealthChange } from "../health-schemas.ts";
import { knownDays, scoreLine } from "./score-line.ts";

const now = new Date("2026-03-11T12:00:00Z");

const change = (asOf: string, previousScore: number | null, score: number | null): HealthChange => ({
  asOf,
  score,
  previousScore,
  tier: score === null ? null : "healthy",
  previousTier: previousScore === null ? null : "healthy",
  forcedBy: null,
  unscoredReason: null,
  causes: [{ component: "velocity", points: 0, text: "2 sessions fewer", records: [] }],
  isReconstructed: false,
});

describe("scoreLine", () => {
  const changes = [
    change("2026-03-10T18:00:00Z", 82, 70),
    change("2026-03-09T12:00:00Z", 80, 82),
    change("2026-03-08T09:00:00Z", null, 80),
  ];

  it("holds the score in force at each day and the current one now", () => {
    const { points } = scoreLine(changes, 69, now, 4);
    expect(points.map(({ values }) => values.score)).toEqual([null, 80, 82, 82, 69]);
    expect(points.at(-1)?.at).toBe(now.toISOString());
  });

  it("begins with the score before the first change", () => {
    const { points } = scoreLine([change("2026-03-10T18:00:00Z", 82, 70)], 70, now, 2);
    expect(points.map(({ values }) => values.score)).toEqual([82, 82, 70]);
  });

  it("marks what moved much at the first day that shows it", () => {
    expect(scoreLine(changes, 70, now, 4).events).toEqual([
      { at: "2026-03-11T12:00:00.000Z", label: "−12: 2 sessions fewer", status: "info" },
    ]);
  });

  it("marks the larger of two changes that lie close to each other", () => {
    const close = [change("2026-03-10T18:00:00Z", 95, 90), change("2026-03-10T06:00:00Z", 60, 95)];
    const { events } = scoreLine(close, 90, now, 90);
    expect(events.map(({ label }) => label)).toEqual(["+35: 2 sessions fewer"]);
  });

  it("shows no more days than are known, but a fortnight", () => {
    expect(knownDays([change("2026-02-01T12:00:00Z", null, 80)], now, 90)).toBe(38);
    expect(knownDays([change("2026-03-10T12:00:00Z", null, 80)], now, 90)).toBe(14);
    expect(knownDays([change("2026-02-01T12:00:00Z", 70, 80)], now, 90)).toBe(90);
  });

  it("knows nothing of a customer without history", () => {
    expect(scoreLine([], null, now, 1)).toEqual({
      points: [
        { at: "2026-03-10T12:00:00.000Z", values: { score: null } },
        { at: "2026-03-11T12:00:00.000Z", values: { score: null } },
      ],
      events: [],
    });
  });
});
