import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeCapacity, type HourDemand, type SupplyTutor, weightOf } from "./compute-capacity.ts";
import { massesOf } from "./count-masses.ts";
import { defaultCapacitySettings as settings } from "./weights.ts";

const hourMs = 3_600_000;
const fromMs = Date.parse("2026-05-04T00:00:00Z");
const hours = { fromMs, count: 24, sessionMs: hourMs };

const tutor = (
  tutorId: number,
  subjects: readonly string[],
  changes: Partial<SupplyTutor> = {},
): SupplyTutor => ({
  tutorId,
  subjects,
  timezone: "UTC",
  weekly: [{ weekday: 1, starts: "17:00", ends: "19:00" }],
  timeOff: [],
  utilisation: 0.6,
  bookings: [],
  ...changes,
});

const demand = (subject: string, mean: number, known = 0, hour = 17): HourDemand => ({
  subject,
  hour,
  mean: known + mean,
  law: { kind: "negative_binomial", mean, dispersion: 0.1, known },
  released: 0,
});

const booked = (subject: string, minutes = 60) => ({
  subject,
  startMs: fromMs + 17 * hourMs,
  endMs: fromMs + 17 * hourMs + minutes * 60_000,
});

function figures(tutors: readonly SupplyTutor[], demands: readonly HourDemand[]) {
  return Object.fromEntries(
    computeCapacity(tutors, demands, hours, settings).map(
      ({ subject, available, bookedTutors, capacity }) => [
        subject,
        [available, bookedTutors, Math.round(capacity * 100) / 100],
      ],
    ),
  );
}

describe("capacity", () => {
  it("counts a tutor of several subjects once, and shows each subject who could teach it", () => {
    const both = [1, 2, 3, 4].map((id) => tutor(id, ["algebra", "geometry"]));
    const { algebra, geometry } = figures(both, [demand("algebra", 3), demand("geometry", 3)]);
    expect([algebra?.[0], geometry?.[0]]).toEqual([4, 4]);
    expect((algebra?.[2] ?? 0) + (geometry?.[2] ?? 0)).toBeCloseTo(4);
    expect(algebra?.[2]).toBeCloseTo(geometry?.[2] ?? 0, 0);
  });

  it("is none where nobody is at work, and demand goes unserved", () => {
    const [row] = computeCapacity([tutor(1, ["algebra"])], [demand("algebra", 2, 0, 3)], hours, settings);
    expect(row).toMatchObject({ available: 0, bookedTutors: 0, capacity: 0 });
    expect(row?.expectedUnserved).toBeCloseTo(2);
    expect(row?.shortageProbability).toBeCloseTo(1 - (1 + 0.2) ** -10);
  });

  it("holds what is booked, and half of the next hour is left of ninety minutes", () => {
    const tutors = [tutor(1, ["algebra"], { bookings: [booked("algebra", 90)] })];
    const asked = [demand("algebra", 1, 1), demand("algebra", 5, 0, 18)];
    expect(computeCapacity(tutors, asked, hours, settings)).toMatchObject([
      { available: 1, bookedTutors: 1, capacity: 1 },
      { available: 1, bookedTutors: 0, capacity: 0 },
    ]);
    const later = [
      tutor(1, ["algebra"], {
        bookings: [booked("algebra", 90)],
        weekly: [{ weekday: 1, starts: "17:00", ends: "20:30" }],
      }),
    ];
    expect(computeCapacity(later, asked, hours, settings)[1]?.capacity).toBeCloseTo(0.5);
  });

  it("uses a booked tutor in the subject of the booking alone", () => {
    const tutors = [tutor(1, ["algebra", "geometry"], { bookings: [booked("geometry")] })];
    expect(figures(tutors, [demand("algebra", 2), demand("geometry", 0.1, 1)])).toEqual({
      algebra: [1, 0, 0],
      geometry: [1, 1, 1],
    });
  });

  it("leaves a booking unserved whose tutor is away, until a free one takes it", () => {
    const off = [{ startMs: fromMs, endMs: fromMs + 24 * hourMs }];
    const away = tutor(1, ["algebra"], { bookings: [booked("algebra")], timeOff: off });
    const [short] = computeCapacity([away], [demand("algebra", 0, 1)], hours, settings);
    expect(short).toMatchObject({
      capacity: 0,
      bookedTutors: 0,
      shortageProbability: 1,
      expectedUnserved: 1,
    });
    const [served] = computeCapacity(
      [away, tutor(2, ["algebra"])],
      [demand("algebra", 0, 1)],
      hours,
      settings,
    );
    expect(served).toMatchObject({ capacity: 1, shortageProbability: 0, expectedUnserved: 0 });
  });

  it("counts what the customer cancelled as dealt with", () => {
    const asked = { ...demand("algebra", 0, 3), released: 2 };
    const [row] = computeCapacity([tutor(1, ["algebra"])], [asked], hours, settings);
    expect(row).toMatchObject({ capacity: 3, expectedUnserved: 0, shortageProbability: 0 });
  });

  it("gives what nobody needs to subjects in proportion to their demand", () => {
    const both = Array.from({ length: 40 }, (_, id) => tutor(id + 1, ["algebra", "geometry"]));
    const shared = figures(both, [demand("algebra", 2), demand("geometry", 4)]);
    expect((shared.geometry?.[2] ?? 0) / (shared.algebra?.[2] ?? 1)).toBeCloseTo(2, 0);
    expect((shared.geometry?.[2] ?? 0) + (shared.algebra?.[2] ?? 0)).toBeCloseTo(40);
  });

  it("counts a free tutor by utilisation", () => {
    const weigh = (utilisation: number | null) => weightOf(utilisation, settings.utilisation);
    expect([weigh(0), weigh(0.3), weigh(0.6), weigh(1.2)].map((weight) => weight.toFixed(2))).toEqual([
      "0.60",
      "0.80",
      "1.00",
      "1.00",
    ]);
    expect(weigh(null)).toBe(weigh(settings.utilisation.usual));
    expect(figures([tutor(1, ["algebra"], { utilisation: 0 })], [demand("algebra", 2)]).algebra?.[2]).toBe(
      0.6,
    );
  });

  it("says the same whatever the order of tutors and demands", () => {
    const people = fc.array(
      fc.uniqueArray(fc.constantFrom("algebra", "biology", "chemistry"), { minLength: 1, maxLength: 3 }),
      { minLength: 1, maxLength: 8 },
    );
    const means = fc.array(fc.double({ min: 0, max: 6, noNaN: true }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(people, means, (taught, [a = 0, b = 0, c = 0]) => {
        const tutors = taught.map((subjects, id) => tutor(id + 1, subjects));
        const demands = [demand("algebra", a), demand("biology", b), demand("chemistry", c)];
        expect(figures([...tutors].reverse(), [...demands].reverse())).toEqual(figures(tutors, demands));
      }),
    );
  });
});

describe("the masses of a law", () => {
  it("are those of the negative binomial law, in R: dnbinom(0:3, size = 2, mu = 3)", () => {
    const masses = massesOf({ mean: 3, dispersion: 0.5 });
    for (const [n, mass] of [0.16, 0.192, 0.1728, 0.13824].entries()) expect(masses[n]).toBeCloseTo(mass, 9);
  });

  it("sum to one and keep the mean, however large or small it is", () => {
    for (const mean of [0, 0.02, 4, 60, 2_000]) {
      const masses = massesOf({ mean, dispersion: 0.01 });
      expect(masses.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 9);
      expect(masses.reduce((sum, mass, n) => sum + mass * n, 0)).toBeCloseTo(mean, 3);
    }
  });
});
