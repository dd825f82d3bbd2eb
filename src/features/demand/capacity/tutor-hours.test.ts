import { describe, expect, it } from "vitest";
import type { Availability, WeeklyHours } from "#domain/time/availability.ts";
import { type Booking, tutorHours } from "./tutor-hours.ts";

const hourMs = 3_600_000;

/** Hours of one UTC day, and what there is room for in each that has any. */
function dayOf(
  date: string,
  availability: Partial<Availability>,
  bookings: readonly Booking[] = [],
  count = 24,
) {
  const fromMs = Date.parse(`${date}T00:00:00Z`);
  const whole = { timezone: "UTC", weekly: [], timeOff: [], ...availability };
  const { isAtWork, free, held } = tutorHours(whole, bookings, { fromMs, count, sessionMs: hourMs });
  const room = [...free].flatMap((sessions, hour) => (sessions > 0 ? [[hour, sessions]] : []));
  return { room, atWork: [...isAtWork].flatMap((at, hour) => (at === 1 ? [hour] : [])), held };
}

const everyDay = (starts: string, ends: string): WeeklyHours[] =>
  [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, starts, ends }));
const booking = (at: string, minutes: number, subject = "algebra"): Booking => {
  const startMs = Date.parse(at);
  return { subject, startMs, endMs: startMs + minutes * 60_000 };
};

describe("hours in which a tutor is at work", () => {
  it("count by the share of the hour that a stretch covers", () => {
    const { room, atWork } = dayOf("2026-05-04", { weekly: everyDay("17:30", "21:00") });
    expect(room).toEqual([
      [17, 0.5],
      [18, 1],
      [19, 1],
      [20, 1],
    ]);
    expect(atWork).toEqual([17, 18, 19, 20]);
  });

  it("are none where no stretch is as long as a session", () => {
    expect(dayOf("2026-05-04", { weekly: everyDay("17:15", "18:05") })).toMatchObject({
      room: [],
      atWork: [],
    });
  });

  it("keep their length at the edges of the window", () => {
    expect(dayOf("2026-05-04", { weekly: everyDay("23:30", "00:30") }).room).toEqual([
      [0, 0.5],
      [23, 0.5],
    ]);
  });

  it.each([
    ["the day before the clocks go forward", "2026-03-07", [0, 23]],
    ["the day on which they do", "2026-03-08", [0, 22, 23]],
    ["the day after", "2026-03-09", [22, 23]],
    ["the day on which they go back", "2026-11-01", [23]],
    ["the day after", "2026-11-02", [0, 23]],
  ])("are the tutor's own on %s", (_, date, hours) => {
    // From 17 to 19 o'clock in Chicago: 23 to 1 in winter, 22 to 24 in summer; the evening before reaches over midnight.
    const { atWork } = dayOf(date, { timezone: "America/Chicago", weekly: everyDay("17:00", "19:00") });
    expect(atWork).toEqual(hours);
  });

  it("skip the hour that the clocks skip, and hold the one that comes twice", () => {
    const night = { timezone: "America/Chicago", weekly: [{ weekday: 0, starts: "00:00", ends: "04:00" }] };
    expect(dayOf("2026-03-08", night).room).toHaveLength(3);
    expect(dayOf("2026-11-01", night).room).toHaveLength(5);
  });

  it("are less time off, also across midnight", () => {
    const timeOff = [
      { startMs: Date.parse("2026-05-03T22:00:00Z"), endMs: Date.parse("2026-05-04T01:30:00Z") },
    ];
    const { room, atWork } = dayOf("2026-05-04", { weekly: everyDay("22:00", "03:00"), timeOff });
    expect(room).toEqual([
      [1, 0.5],
      [2, 1],
      [22, 1],
      [23, 1],
    ]);
    expect(atWork).toEqual([1, 2, 22, 23]);
  });

  it("that overlap count once", () => {
    const weekly = [...everyDay("17:00", "19:00"), ...everyDay("18:00", "20:00")];
    expect(dayOf("2026-05-04", { weekly }).room).toEqual([
      [17, 1],
      [18, 1],
      [19, 1],
    ]);
  });
});

describe("bookings", () => {
  const evening = { weekly: everyDay("17:00", "21:00") };

  it("take their whole length: after ninety minutes half of the next hour is left", () => {
    const { room, atWork, held } = dayOf("2026-05-04", evening, [booking("2026-05-04T18:00:00Z", 90)]);
    expect(room).toEqual([
      [17, 1],
      [19, 0.5],
      [20, 1],
    ]);
    expect(atWork).toEqual([17, 18, 19, 20]);
    expect(held).toHaveLength(1);
  });

  it("leave nothing where the rest is shorter than a session", () => {
    expect(dayOf("2026-05-04", evening, [booking("2026-05-04T17:45:00Z", 150)]).room).toEqual([]);
  });

  it("at the same time are held once: a tutor is one person", () => {
    const { held } = dayOf("2026-05-04", evening, [
      booking("2026-05-04T18:00:00Z", 60, "algebra"),
      booking("2026-05-04T18:30:00Z", 60, "geometry"),
      booking("2026-05-04T19:00:00Z", 60, "geometry"),
    ]);
    expect(held.map(({ subject }) => subject)).toEqual(["algebra", "geometry"]);
  });

  it("in time off are not held, and outside of the weekly hours they are", () => {
    const timeOff = [
      { startMs: Date.parse("2026-05-04T18:30:00Z"), endMs: Date.parse("2026-05-04T23:00:00Z") },
    ];
    const asked = [booking("2026-05-04T18:00:00Z", 60), booking("2026-05-04T10:00:00Z", 60)];
    const { held, atWork } = dayOf("2026-05-04", { ...evening, timeOff }, asked);
    expect(held).toEqual([asked[1]]);
    expect(atWork).toEqual([10, 17, 18]);
  });

  it("that run already take the hours that they reach into", () => {
    expect(
      dayOf("2026-05-04", { weekly: everyDay("22:00", "02:00") }, [booking("2026-05-03T23:30:00Z", 60)]).room,
    ).toEqual([
      [0, 0.5],
      [1, 1],
      [22, 1],
      [23, 1],
    ]);
  });
});
