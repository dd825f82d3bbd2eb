import { describe, expect, it } from "vitest";
import { seededRandom } from "../stats/seeded-random.ts";
import {
  type BookedHour,
  bookingLeads,
  emptyBookingCurve,
  fitBookingCurve,
  remainderLaw,
  usualBookings,
} from "./booking-curve.ts";

const random = seededRandom(7);
const drawBinomial = (n: number, p: number) => {
  let count = 0;
  for (let trial = 0; trial < n; trial++) if (random() < p) count++;
  return count;
};
const drawPoisson = (mean: number) => {
  let [count, product] = [0, random()];
  for (; product > Math.exp(-mean); product *= random()) count++;
  return count;
};

/** Everybody books before the hour; each lead keeps a share of those of the lead before it. */
function drawHour(series: string, mean: number, keptShare: number): BookedHour {
  const total = drawPoisson(mean);
  let left = total;
  const bookedAt = bookingLeads.map(() => {
    left = drawBinomial(left, keptShare);
    return left;
  });
  return { series, dayType: "weekday", total, bookedAt };
}

describe("remainderLaw", () => {
  it.each([
    { mean: 4, dispersion: 0.2, booked: 0, share: 0.5 },
    { mean: 4, dispersion: 0.2, booked: 7, share: 0.5 },
    { mean: 300, dispersion: 0.05, booked: 20, share: 0.1 },
    { mean: 2, dispersion: 1.5, booked: 3, share: 0.9 },
  ])(
    "is the Gamma-Poisson posterior where shares scatter by chance: %o",
    ({ mean, dispersion, booked, share }) => {
      const shape = 1 / dispersion;
      const law = remainderLaw({ mean, dispersion }, booked, { share, correlation: 0 });
      expect(law.mean).toBeCloseTo(((1 - share) * (shape + booked)) / (shape / mean + share), 6);
      expect(law.dispersion).toBeCloseTo(1 / (shape + booked), 6);
    },
  );

  it("leaves a Poisson rate that is known as it is", () => {
    const law = remainderLaw({ mean: 6, dispersion: 0 }, 9, { share: 0.25, correlation: 0 });
    expect(law.mean).toBeCloseTo(4.5, 9);
    expect(law.dispersion).toBeCloseTo(0, 9);
  });

  it("says less of the rest where bookings scatter more", () => {
    const whole = { mean: 10, dispersion: 0.3 };
    const exact = remainderLaw(whole, 12, { share: 0.5, correlation: 0 });
    const loose = remainderLaw(whole, 12, { share: 0.5, correlation: 0.2 });
    expect(loose.mean).toBeLessThan(exact.mean);
    expect(loose.dispersion).toBeGreaterThan(exact.dispersion);
  });

  it("knows the ends: nothing is left when all is booked, and no booking says anything where none is usual", () => {
    expect(remainderLaw({ mean: 5, dispersion: 0.1 }, 3, { share: 1, correlation: 0 })).toEqual({
      mean: 0,
      dispersion: 0,
    });
    const usual = usualBookings(emptyBookingCurve, { series: "x", dayType: "weekday", leadHours: 24 });
    expect(remainderLaw({ mean: 5, dispersion: 0.1 }, 0, usual)).toEqual({ mean: 5, dispersion: 0.1 });
    expect(remainderLaw({ mean: 5, dispersion: 0.1 }, 8, usual).mean).toBe(0);
  });

  it("is right on the average over hours whose rates scatter", () => {
    const [mean, share] = [3, 0.4];
    const errors: number[] = [];
    for (let hour = 0; hour < 20_000; hour++) {
      // Gamma(2, mean/2) as a sum of two exponentials: dispersion 1/2.
      const rate = (-Math.log(random()) - Math.log(random())) * (mean / 2);
      const total = drawPoisson(rate);
      const booked = drawBinomial(total, share);
      const law = remainderLaw({ mean, dispersion: 0.5 }, booked, { share, correlation: 0 });
      const variance = law.mean + law.dispersion * law.mean ** 2;
      errors.push((total - booked - law.mean) / Math.sqrt(variance));
    }
    const average = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const spread = errors.reduce((sum, error) => sum + error * error, 0) / errors.length;
    expect(Math.abs(average)).toBeLessThan(0.03);
    expect(Math.abs(spread - 1)).toBeLessThan(0.05);
  });
});

describe("fitBookingCurve", () => {
  it("finds how much is booked when, and draws thin series towards all", () => {
    const hours = [
      ...Array.from({ length: 2_000 }, () => drawHour("busy", 8, 0.9)),
      ...Array.from({ length: 2_000 }, () => drawHour("early", 8, 0.98)),
      { series: "thin", dayType: "weekday" as const, total: 1, bookedAt: bookingLeads.map(() => 0) },
    ];
    const curve = fitBookingCurve(hours);
    const shareOf = (series: string, leadHours: number) =>
      usualBookings(curve, { series, dayType: "weekday", leadHours }).share;
    expect(shareOf("busy", 24)).toBeCloseTo(0.9 ** 4, 1);
    expect(shareOf("early", 168)).toBeCloseTo(0.98 ** bookingLeads.length, 1);
    expect(shareOf("thin", 24)).toBeGreaterThan(0.4);
    expect(shareOf("thin", 24)).toBeLessThan(shareOf("nobody has seen it", 24));
    expect(Math.max(...curve.correlation)).toBeLessThan(0.02);
  });

  it("lies on straight lines between leads, is whole at the hour, and stays where it was further ahead", () => {
    const curve = fitBookingCurve(Array.from({ length: 500 }, () => drawHour("one", 6, 0.8)));
    const at = (leadHours: number) =>
      usualBookings(curve, { series: "one", dayType: "weekday", leadHours }).share;
    expect(at(0)).toBe(1);
    expect(at(36)).toBeCloseTo((at(24) + at(48)) / 2, 9);
    expect(at(500)).toBe(at(168));
  });

  it("follows weekly hours, which are booked in the first hours of the week before", () => {
    // Four of five at 166 hours before, the fifth by chance later.
    const hours = Array.from({ length: 400 }, () => {
      const bookedAt = bookingLeads.map((lead) => (lead >= 166 ? 0 : 8));
      return { series: "weekly", dayType: "weekday" as const, total: 10, bookedAt };
    });
    const curve = fitBookingCurve(hours);
    const at = (leadHours: number) =>
      usualBookings(curve, { series: "weekly", dayType: "weekday", leadHours }).share;
    expect([145, 150, 156, 162, 165].map((lead) => Math.abs(at(lead) - 0.8) < 0.01)).not.toContain(false);
    expect(at(168)).toBeLessThan(0.01);
  });

  it("reads curves that were learned by other leads", () => {
    const { leads: _, ...curve } = fitBookingCurve(Array.from({ length: 50 }, () => drawHour("one", 6, 0.8)));
    const old = {
      ...curve,
      leads: [24, 168],
      correlation: [0, 0],
      ofSeries: {},
      shares: { ...curve.shares, weekday: [0.9, 0.1] },
    };
    expect(usualBookings(old, { series: "x", dayType: "weekday", leadHours: 96 }).share).toBeCloseTo(0.5, 9);
  });

  it("measures by how much bookings of an hour hang together", () => {
    // A whole class books or none of it does: half of the hours are booked wholly, half not at all.
    const hours = Array.from({ length: 400 }, (_, index) => ({
      series: "classes",
      dayType: "weekday" as const,
      total: 10,
      bookedAt: bookingLeads.map(() => (index % 2 === 0 ? 10 : 0)),
    }));
    expect(fitBookingCurve(hours).correlation[3]).toBe(0.9);
  });

  it("learns nothing from no hours", () => {
    const curve = fitBookingCurve([]);
    expect(usualBookings(curve, { series: "x", dayType: "weekend", leadHours: 1 }).share).toBeLessThan(1e-3);
  });
});
