import fc from "fast-check";
import { expect, it } from "vitest";
import { type Availability, availabilityBetween, hoursOf } from "./availability.ts";

const chicago = "America/Chicago";
const at = (text: string) => Date.parse(text);
const between = (availability: Partial<Availability>, from: string, to: string) =>
  availabilityBetween({ timezone: chicago, weekly: [], timeOff: [], ...availability }, at(from), at(to)).map(
    ({ startMs, endMs }) => `${new Date(startMs).toISOString()} ${new Date(endMs).toISOString()}`,
  );
const every = (starts: string, ends: string) =>
  Array.from({ length: 7 }, (_, weekday) => ({ weekday, starts, ends }));

it("follows the person's clock through the days on which clocks change", () => {
  const weekly = every("09:00", "17:00");
  expect(between({ weekly }, "2026-03-07T06:00:00Z", "2026-03-09T05:00:00Z")).toEqual([
    "2026-03-07T15:00:00.000Z 2026-03-07T23:00:00.000Z",
    "2026-03-08T14:00:00.000Z 2026-03-08T22:00:00.000Z",
  ]);
  expect(between({ weekly }, "2026-11-01T05:00:00Z", "2026-11-02T06:00:00Z")).toEqual([
    "2026-11-01T15:00:00.000Z 2026-11-01T23:00:00.000Z",
  ]);
});

it("is an hour shorter over the hour that is skipped, and an hour longer over the one that comes twice", () => {
  const hours = (from: string, to: string) =>
    hoursOf(
      availabilityBetween(
        { timezone: chicago, weekly: every("00:00", "06:00"), timeOff: [] },
        at(from),
        at(to),
      ),
    );
  expect(hours("2026-03-08T06:00:00Z", "2026-03-09T05:00:00Z")).toBe(5);
  expect(hours("2026-11-01T05:00:00Z", "2026-11-02T06:00:00Z")).toBe(7);
  expect(hours("2026-06-01T05:00:00Z", "2026-06-02T05:00:00Z")).toBe(6);
});

it("runs past midnight, also into the first day that is asked for", () => {
  const weekly = [{ weekday: 6, starts: "22:00", ends: "02:00" }];
  expect(between({ weekly }, "2026-05-03T05:00:00Z", "2026-05-04T05:00:00Z")).toEqual([
    "2026-05-03T05:00:00.000Z 2026-05-03T07:00:00.000Z",
  ]);
  expect(
    between(
      { weekly: [{ weekday: 6, starts: "22:00", ends: "24:00" }] },
      "2026-05-02T05:00:00Z",
      "2026-05-04T05:00:00Z",
    ),
  ).toEqual(["2026-05-03T03:00:00.000Z 2026-05-03T05:00:00.000Z"]);
});

it("counts overlapping hours once, and leaves time off out", () => {
  const weekly = [
    { weekday: 1, starts: "09:00", ends: "12:00" },
    { weekday: 1, starts: "11:00", ends: "15:00" },
  ];
  const timeOff = [{ startMs: at("2026-05-04T15:00:00Z"), endMs: at("2026-05-04T16:00:00Z") }];
  expect(between({ weekly, timeOff }, "2026-05-04T05:00:00Z", "2026-05-05T05:00:00Z")).toEqual([
    "2026-05-04T14:00:00.000Z 2026-05-04T15:00:00.000Z",
    "2026-05-04T16:00:00.000Z 2026-05-04T20:00:00.000Z",
  ]);
});

it("gives the same hours in one stretch as in two, wherever it is cut", () => {
  const time = fc
    .integer({ min: 0, max: 95 })
    .map(
      (quarter) => `${String(quarter >> 2).padStart(2, "0")}:${String((quarter % 4) * 15).padStart(2, "0")}`,
    );
  const slot = fc.record({ weekday: fc.integer({ min: 0, max: 6 }), starts: time, ends: time });
  const zones = fc.constantFrom(
    chicago,
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
  );
  const begin = at("2026-02-20T00:00:00Z");
  const instant = fc.integer({ min: 0, max: 300 * 96 }).map((quarter) => begin + quarter * 900_000);
  fc.assert(
    fc.property(
      fc.array(slot, { maxLength: 6 }),
      zones,
      instant,
      instant,
      instant,
      (weekly, timezone, a, b, c) => {
        const [from, cut, to] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
        const hours = (start: number, end: number) =>
          hoursOf(availabilityBetween({ timezone, weekly, timeOff: [] }, start, end));
        expect(hours(from, cut) + hours(cut, to)).toBeCloseTo(hours(from, to), 6);
      },
    ),
  );
});
