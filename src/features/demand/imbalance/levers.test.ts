import { describe, expect, it } from "vitest";
import { findOpeners, type Teacher } from "./find-openers.ts";
import { type LeverGrounds, leversFor } from "./levers.ts";
import { defaultImbalanceSettings as settings } from "./weights.ts";

const hourMs = 3_600_000;
const firstMs = Date.parse("2026-05-04T17:00:00Z");
const hours = [0, 1, 2, 3].map((at) => ({
  startMs: firstMs + at * hourMs,
  demand: 6,
  capacity: 3,
  unserved: 3,
}));

const teacher = (tutorId: number, starts: string, ends: string, changes: Partial<Teacher> = {}): Teacher => ({
  tutorId,
  name: `Tutor ${tutorId}`,
  taught: 10 * tutorId,
  subjects: ["algebra"],
  timezone: "UTC",
  weekly: [{ weekday: 1, starts, ends }],
  timeOff: [],
  utilisation: 0.5,
  bookings: [],
  ...changes,
});
const clock = (hoursAt: readonly number[]) => hoursAt.map((ms) => new Date(ms).getUTCHours());
const open = (teachers: readonly Teacher[]) =>
  findOpeners("algebra", hours, teachers, settings, hourMs).map(({ id, askable, extendable }) => ({
    id,
    askable: clock(askable),
    extendable: clock(extendable),
  }));

describe("who could open hours", () => {
  it("by a longer day: whoever is at work within two hours", () => {
    expect(open([teacher(1, "12:00", "17:00")])).toEqual([
      { id: 1, askable: [19, 20], extendable: [17, 18] },
    ]);
  });

  it("not whoever is free then and offers the subject: that is capacity already", () => {
    expect(open([teacher(1, "16:00", "22:00")])).toEqual([]);
  });

  it("but whoever is free then, has taught it and does not offer it", () => {
    expect(open([teacher(1, "16:00", "22:00", { subjects: ["geometry"] })])).toEqual([
      { id: 1, askable: [17, 18, 19, 20], extendable: [] },
    ]);
  });

  it("not in time off, during a session, at night, or without having taught it", () => {
    const off = [{ startMs: firstMs - hourMs, endMs: firstMs + 2 * hourMs }];
    expect(open([teacher(1, "06:00", "08:00", { timeOff: off })])).toEqual([
      { id: 1, askable: [19, 20], extendable: [] },
    ]);
    const busy = [{ subject: "latin", startMs: firstMs + hourMs, endMs: firstMs + 2.5 * hourMs }];
    expect(open([teacher(1, "06:00", "08:00", { bookings: busy })])).toEqual([
      { id: 1, askable: [], extendable: [17, 20] },
    ]);
    expect(open([teacher(1, "06:00", "08:00", { timezone: "Asia/Tokyo" })])).toEqual([]);
    expect(open([teacher(1, "06:00", "08:00", { taught: 0 })])).toEqual([]);
  });
});

const grounds: LeverGrounds = {
  subjectName: "Algebra",
  asOfMs: firstMs - 24 * hourMs,
  hours,
  tutorsMissing: 3,
  openers: Array.from({ length: 7 }, (_, at) => ({
    id: at + 1,
    name: `Tutor ${at + 1}`,
    taught: 10 * at,
    askable: hours.map(({ startMs }) => startMs).slice(0, (at % 4) + 1),
    extendable: [],
  })),
  spareNearby: 2,
  earlier: 0,
};

describe("levers", () => {
  it("name how many to ask and the best five, and close no more than is missing", () => {
    const [ask, move] = leversFor(grounds, settings);
    expect(ask).toMatchObject({
      kind: "ask_tutors",
      isInTime: true,
      title: "Ask 7 tutors of Algebra who are not at work then to open hours",
    });
    expect(ask?.tutors.map(({ id }) => id)).toEqual([4, 7, 3, 6, 2]);
    expect(ask?.tutors[0]?.why).toBe("30 sessions of Algebra so far; could open 4 of 4 hours");
    // 7, 5, 3 and 1 of them at 30 %, at most 3 an hour.
    expect(ask?.closesSessions).toBe(4.8);
    expect(move).toMatchObject({ kind: "move_demand", closesSessions: 2 });
  });

  it("that come too late stand behind, and count only the hours that they still reach", () => {
    const late = leversFor({ ...grounds, asOfMs: firstMs - 4 * hourMs }, settings);
    expect(late.map(({ kind, isInTime }) => [kind, isInTime])).toEqual([
      ["ask_tutors", true],
      ["move_demand", false],
    ]);
    expect(late[0]?.closesSessions).toBeCloseTo(1.2);
  });

  it("recruit only where the same hours were short again and again", () => {
    const again = leversFor({ ...grounds, earlier: 3 }, settings);
    expect(again.at(-1)).toMatchObject({
      kind: "recruit",
      isInTime: false,
      title: "Recruit 3 tutors of Algebra for these hours",
    });
  });
});
