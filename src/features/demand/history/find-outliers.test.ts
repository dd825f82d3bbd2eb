import { describe, expect, it } from "vitest";
import { makeHourSlots } from "#domain/forecasting/hour-slots.ts";
import { usCalendar } from "#domain/forecasting/us-calendar.ts";
import { seededRandom } from "#domain/stats/seeded-random.ts";
import { defaultDemandSettings } from "../weights.ts";
import { findOutliers } from "./find-outliers.ts";
import type { DemandHistory } from "./load-history.ts";

const { outliers: settings } = defaultDemandSettings;
const fromMs = Date.parse("2026-01-05T06:00:00Z");
const weeks = 12;

function poisson(random: () => number, mean: number): number {
  let [count, product] = [0, random()];
  for (; product > Math.exp(-mean); product *= random()) count++;
  return count;
}

/** Twelve weeks of two subjects with more in the evening, drawn by chance. */
function history(seed: number): DemandHistory {
  const random = seededRandom(seed);
  const slots = makeHourSlots({
    fromMs,
    toMs: fromMs + weeks * 168 * 3_600_000,
    timezone: "America/Chicago",
    calendar: usCalendar,
  });
  const mean = (hour: number, size: number) => size * (hour >= 15 && hour < 22 ? 2 : 0.3);
  const subject = (code: string, size: number) => ({
    code,
    name: code,
    category: null,
    existsFrom: 0,
    counts: Float64Array.from(slots, ({ hourOfDay }) => poisson(random, mean(hourOfDay, size))),
  });
  return { slots, knownUntil: new Date(fromMs), subjects: [subject("algebra", 6), subject("latin", 1)] };
}

const at = (day: number, hour: number) => day * 24 + hour;

describe("findOutliers", () => {
  it("takes chance for chance: of twelve weeks of two subjects, at most an hour or two", () => {
    const counts = [1, 2, 3, 4, 5].map((seed) => findOutliers(history(seed), settings).length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(2);
  });

  it("finds a peak, and says what is usual", () => {
    const seen = history(1);
    const algebra = seen.subjects[0] as (typeof seen.subjects)[number];
    algebra.counts[at(30, 17)] = 70;
    const found = findOutliers(seen, settings).find(
      ({ startMs }) => startMs === seen.slots[at(30, 17)]?.startMs,
    );
    expect(found).toMatchObject({ code: "algebra", weight: 0.1 });
    expect(found?.reason).toMatch(/^70 sessions where 1\d(\.\d)? are usual/);
  });

  it("leaves out all subjects where all together were gone", () => {
    const seen = history(2);
    for (const { counts } of seen.subjects) counts.fill(0, at(40, 15), at(40, 21));
    const found = findOutliers(seen, settings).filter(({ weight }) => weight === 0);
    const hours = new Set(found.map(({ startMs }) => (startMs - fromMs) / 3_600_000));
    expect([...hours].sort((a, b) => a - b)).toEqual(
      expect.arrayContaining([15, 16, 17, 18, 19, 20].map((h) => at(40, h))),
    );
    expect(new Set(found.map(({ code }) => code))).toEqual(new Set(["algebra", "latin"]));
    expect(found[0]?.reason).toContain("all subjects together");
  });

  it("leaves holidays to the models, and hours that nobody knows alone", () => {
    const seen = history(3);
    const holiday = seen.slots.findIndex(
      (slot) => slot.holiday === "Presidents' Day" && slot.hourOfDay === 17,
    );
    for (const { counts } of seen.subjects) counts.fill(0, holiday, holiday + 4);
    for (const { counts } of seen.subjects) counts.fill(Number.NaN, 0, 48);
    const found = findOutliers(seen, settings).map(({ startMs }) => (startMs - fromMs) / 3_600_000);
    expect(found.filter((place) => place < 48 || (place >= holiday && place < holiday + 4))).toEqual([]);
  });

  it("says nothing of a history that is too short to compare with", () => {
    const seen = history(4);
    const short = { ...seen, slots: seen.slots.slice(0, 300) };
    short.subjects = seen.subjects.map((subject) => ({
      ...subject,
      counts: subject.counts.subarray(0, 300),
    }));
    expect(findOutliers(short, settings)).toEqual([]);
  });
});
