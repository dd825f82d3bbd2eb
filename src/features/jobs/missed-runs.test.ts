import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cronTimes } from "./due-times.ts";
import { isFailing, missedRuns as missedIn, type ScheduleFacts } from "./missed-runs.ts";

const at = (text: string) => new Date(text);
const seconds = (...offsets: number[]) => offsets.map((offset) => new Date(offset * 1000));

const missedRuns = ({
  starts,
  ...facts
}: Omit<ScheduleFacts, "stretches" | "lastSuccessAt"> & { starts: readonly Date[] }) =>
  missedIn({ ...facts, stretches: starts.map((start) => ({ from: start, to: start })) });
const everyTen = { rate: { everySeconds: 10 }, watchedFrom: new Date(0) };

describe("missedRuns by the interval", () => {
  it("finds none where each run begins within half of the interval", () => {
    const starts = seconds(0, 10, 24, 34);
    expect(missedRuns({ ...everyTen, starts, asOf: new Date(48_000) })).toEqual({ count: 0, newest: [] });
  });

  it("counts each instant that passed without a run, and shows the newest first", () => {
    const starts = seconds(0, 10, 50);
    const missed = missedRuns({ ...everyTen, starts, asOf: new Date(76_000) });
    expect(missed).toEqual({ count: 5, newest: seconds(70, 60, 40, 30, 20) });
  });

  it("counts a run that began late", () => {
    expect(missedRuns({ ...everyTen, starts: seconds(0, 16), asOf: new Date(20_000) })).toEqual({
      count: 1,
      newest: seconds(10),
    });
  });

  it("counts from the last run before the window, and only what was due inside it", () => {
    const facts = { rate: { everySeconds: 10 }, watchedFrom: new Date(100_000), asOf: new Date(130_000) };
    expect(missedRuns({ ...facts, starts: seconds(43, 120) }).newest).toEqual(seconds(113, 103));
  });

  it("says that a schedule that never ran missed every run since it is known", () => {
    expect(missedRuns({ ...everyTen, starts: [], asOf: new Date(86_400_000) }).count).toBe(8_639);
  });

  it("misses nothing inside a stretch", () => {
    const [a = at(""), b = at(""), c = at("")] = seconds(0, 40, 60);
    const stretches = [
      { from: a, to: b },
      { from: c, to: c },
    ];
    expect(missedIn({ ...everyTen, stretches, asOf: new Date(64_000) }).newest).toEqual(seconds(50));
  });

  it("misses nothing under any jitter below half of the interval, and something in any gap of two", () => {
    const jitters = fc.array(fc.integer({ min: 0, max: 4_900 }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(jitters, fc.nat(), (jitter, hole) => {
        const starts = jitter.map((ms, n) => new Date(n * 10_000 + Math.round(ms / 2)));
        const asOf = new Date((jitter.length - 1) * 10_000 + 5_000);
        expect(missedRuns({ ...everyTen, starts, asOf }).count).toBe(0);
        const without = starts.filter((_start, n) => n !== 1 + (hole % (starts.length - 1)));
        expect(
          missedRuns({ ...everyTen, starts: without, asOf: new Date(+asOf + 5_000) }).count,
        ).toBeGreaterThan(0);
      }),
    );
  });
});

describe("missedRuns by the calendar", () => {
  const rate = { cron: "30 2 * * *", timezone: "America/Chicago" };

  it("needs a run in the five minutes after each instant", () => {
    const facts = { rate, watchedFrom: at("2026-05-01T00:00:00Z"), asOf: at("2026-05-03T12:00:00Z") };
    const inTime = [at("2026-05-01T07:30:00.2Z"), at("2026-05-02T07:34:59Z"), at("2026-05-03T07:29:59.5Z")];
    expect(missedRuns({ ...facts, starts: inTime })).toEqual({ count: 0, newest: [] });
    expect(missedRuns({ ...facts, starts: [at("2026-05-02T09:00:00Z")] })).toEqual({
      count: 3,
      newest: [at("2026-05-03T07:30:00Z"), at("2026-05-02T07:30:00Z"), at("2026-05-01T07:30:00Z")],
    });
  });

  it("does not ask for a run whose five minutes are not over", () => {
    const facts = { rate, watchedFrom: at("2026-05-01T00:00:00Z"), starts: [] };
    expect(missedRuns({ ...facts, asOf: at("2026-05-01T07:34:00Z") }).count).toBe(0);
    expect(missedRuns({ ...facts, asOf: at("2026-05-01T07:36:00Z") }).count).toBe(1);
  });

  it("asks for one run on the days on which the clock is changed", () => {
    // 8 March has no 02:30; the run moves to 03:30 of the new time. 1 November has 01:30 twice.
    expect(cronTimes(rate, at("2026-03-08T00:00:00Z"), at("2026-03-09T12:00:00Z"))).toEqual([
      at("2026-03-08T08:30:00Z"),
      at("2026-03-09T07:30:00Z"),
    ]);
    const twice = { cron: "30 1 * * *", timezone: "America/Chicago" };
    const autumn = { watchedFrom: at("2026-10-31T12:00:00Z"), asOf: at("2026-11-02T12:00:00Z") };
    expect(cronTimes(twice, autumn.watchedFrom, autumn.asOf)).toEqual([
      at("2026-11-01T06:30:00Z"),
      at("2026-11-02T07:30:00Z"),
    ]);
    const starts = [at("2026-11-01T06:30:01Z"), at("2026-11-02T07:30:01Z")];
    expect(missedRuns({ rate: twice, ...autumn, starts }).count).toBe(0);
  });
});

describe("isFailing", () => {
  it("waits for three intervals without a success", () => {
    const facts = { ...everyTen, lastSuccessAt: new Date(100_000) };
    expect(isFailing({ ...facts, asOf: new Date(134_000) })).toBe(false);
    expect(isFailing({ ...facts, asOf: new Date(136_000) })).toBe(true);
  });

  it("counts the instants of the calendar, and from when it is known where it never succeeded", () => {
    const facts = {
      rate: { cron: "0 3 * * 1-5", timezone: "UTC" },
      watchedFrom: at("2026-05-01T00:00:00Z"),
      lastSuccessAt: null,
    };
    // Friday, Monday, Tuesday: the weekend is no chance.
    expect(isFailing({ ...facts, asOf: at("2026-05-05T03:01:00Z") })).toBe(false);
    expect(isFailing({ ...facts, asOf: at("2026-05-05T03:06:00Z") })).toBe(true);
    expect(
      isFailing({ ...facts, lastSuccessAt: at("2026-05-01T03:00:05Z"), asOf: at("2026-05-05T03:06:00Z") }),
    ).toBe(false);
  });
});
