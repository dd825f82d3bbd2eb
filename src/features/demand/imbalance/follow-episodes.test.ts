import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectedExcess } from "#domain/forecasting/count-moments.ts";
import { probabilityAbove } from "#domain/forecasting/count-probabilities.ts";
import { noSharedError } from "#domain/forecasting/shared-error.ts";
import { probabilityOfUnserved, unservedOver, unservedQuantile } from "./episode-size.ts";
import type { BalanceHour } from "./find-episodes.ts";
import { type FollowedEpisode, followEpisodes, type OpenEpisode } from "./follow-episodes.ts";
import { severities, severityOf } from "./severity.ts";
import { defaultImbalanceSettings as settings } from "./weights.ts";

const hourMs = 3_600_000;
const firstMs = Date.parse("2026-05-04T17:00:00Z");
const limits = { shortageBelow: 0.8, surplusAbove: 1.3 };

/** Hours from 17:00 on: a mean (of which some is booked) and a capacity each. */
function hoursOf(...figures: [mean: number, capacity: number, known?: number][]): BalanceHour[] {
  return figures.map(([mean, capacity, known = 0], at) => {
    const law = { kind: "negative_binomial", mean: mean - known, dispersion: 0.05, known } as const;
    return {
      startMs: firstMs + at * hourMs,
      mean,
      law,
      capacity,
      shortageProbability: probabilityAbove(law, capacity),
      expectedUnserved: expectedExcess(law, capacity),
    };
  });
}

const ahead = (hours: number) => firstMs - hours * hourMs;
const follow = (hours: readonly BalanceHour[], open: readonly OpenEpisode[] = [], asOfMs = ahead(24)) =>
  followEpisodes(hours, open, { asOfMs, limits, settings, shared: noSharedError });

const stored = (episode: FollowedEpisode, id: number): OpenEpisode => ({ ...episode, id });
const clock = (ms: number) => new Date(ms).toISOString().slice(11, 16);
const spans = (episodes: readonly FollowedEpisode[]) =>
  episodes.map(({ kind, startMs, endMs }) => `${kind} ${clock(startMs)}-${clock(endMs)}`);

describe("episodes", () => {
  it("join neighbouring hours, and an hour between them", () => {
    const hours = hoursOf([6, 3], [6, 3], [6, 6.5], [7, 3], [6, 6.5], [6, 6.5], [6, 3]);
    expect(spans(follow(hours).current)).toEqual(["shortage 17:00-21:00", "shortage 23:00-00:00"]);
  });

  it("want size as well as ratio: half of one session is no episode", () => {
    expect(follow(hoursOf([1, 0.5])).current).toEqual([]);
  });

  it("want probability as well as size", () => {
    // Rarely very many: the mean is large, and yet most often nobody goes unserved.
    const law = { kind: "negative_binomial", mean: 6, dispersion: 8, known: 0 } as const;
    const hour = {
      startMs: firstMs,
      mean: 6,
      law,
      capacity: 4,
      shortageProbability: probabilityAbove(law, 4),
      expectedUnserved: expectedExcess(law, 4),
    };
    expect(hour.expectedUnserved).toBeGreaterThan(settings.unserved.open);
    expect(hour.capacity / hour.mean).toBeLessThan(limits.shortageBelow);
    expect(follow([hour]).current).toEqual([]);
  });

  it("say the worst hour, tutors missing, and a range around the unserved sessions", () => {
    const [episode] = follow(hoursOf([6, 4], [9, 3], [6, 4])).current;
    expect(episode).toMatchObject({ worstHourMs: firstMs + hourMs, tutorsMissing: 6 });
    expect(episode?.worstBalance).toBeCloseTo(1 / 3);
    expect(episode?.low).toBeLessThan(episode?.sessions ?? 0);
    expect(episode?.high).toBeGreaterThan(episode?.sessions ?? 0);
  });

  it("tell of surplus as information", () => {
    const [episode] = follow(hoursOf([4, 10], [4, 12])).current;
    expect(episode).toMatchObject({ kind: "surplus", severity: "info" });
    expect(episode?.sessions).toBeCloseTo(14, 0);
  });

  it("are raised at least twelve hours ahead whenever the hours show them then", () => {
    const hour = fc.tuple(
      fc.double({ min: 3, max: 20, noNaN: true }),
      fc.double({ min: 0, max: 0.6, noNaN: true }),
    );
    fc.assert(
      fc.property(
        fc.array(hour, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 12, max: 160 }),
        (drawn, lead) => {
          const hours = hoursOf(...drawn.map(([mean, share]): [number, number] => [mean, mean * share]));
          const { current } = follow(hours, [], ahead(lead));
          const isShown =
            hours.every((at) => at.shortageProbability >= 0.5) && unservedOver(hours, 0).mean >= 2.5;
          if (isShown && probabilityOfUnserved(unservedOver(hours, 0), 1) >= 0.6)
            expect(current.map(({ startMs }) => startMs)).toContain(firstMs);
        },
      ),
    );
  });
});

describe("from one look to the next", () => {
  const short = hoursOf([6, 3], [6, 3]);

  it("an episode is the same one while it lasts, longer or shorter", () => {
    const [first] = follow(short).current;
    const open = [stored(first as FollowedEpisode, 7)];
    expect(follow(hoursOf([6, 3], [6, 3], [6, 3]), open).current).toMatchObject([
      { id: 7, endMs: firstMs + 3 * hourMs },
    ]);
    expect(follow(hoursOf([6, 6], [6, 2]), open).current).toMatchObject([
      { id: 7, startMs: firstMs + hourMs },
    ]);
  });

  it("does not flicker at the limits", () => {
    const [first] = follow(short).current;
    const open = [stored(first as FollowedEpisode, 7)];
    const between = hoursOf([8, 6.7], [8, 6.7]);
    expect(follow(between).current).toEqual([]);
    expect(follow(between, open).current).toMatchObject([{ id: 7 }]);
  });

  it("one that falls apart goes on where it has most hours, and two that join go on as the older", () => {
    const [whole] = follow(hoursOf([6, 3], [6, 3], [6, 3], [6, 3], [6, 3])).current;
    const apart = hoursOf([7, 2], [6, 9], [6, 9], [6, 3], [6, 3]);
    const parts = follow(apart, [stored(whole as FollowedEpisode, 7)]).current.filter(
      ({ kind }) => kind === "shortage",
    );
    expect(parts.map(({ id, startMs }) => [id, clock(startMs)])).toEqual([
      [null, "17:00"],
      [7, "20:00"],
    ]);
    const open = parts.map((part, at) => stored(part, at + 8));
    const joined = follow(hoursOf([7, 2], [6, 3], [6, 3], [6, 3], [6, 3]), open);
    expect(joined.current).toMatchObject([{ id: 9 }]);
    expect(joined.ended.map(({ id }) => id)).toEqual([8]);
  });

  it("one that nothing carries on ends as filled, gone or passed", () => {
    const [first] = follow(short).current;
    const open = [stored(first as FollowedEpisode, 7)];
    expect(follow(hoursOf([6, 8], [6, 8]), open).ended).toEqual([{ id: 7, state: "filled" }]);
    expect(follow(hoursOf([2, 3], [2, 3]), open).ended).toEqual([{ id: 7, state: "gone" }]);
    expect(follow([], open, firstMs + hourMs).ended).toEqual([{ id: 7, state: "passed" }]);
  });

  it("keeps its beginning when that has passed", () => {
    const [first] = follow(hoursOf([6, 3], [6, 2], [6, 2])).current;
    const later = follow(
      hoursOf([6, 3], [6, 2], [6, 2]).slice(1),
      [stored(first as FollowedEpisode, 7)],
      firstMs + 60_000,
    );
    expect(later.current).toMatchObject([{ id: 7, startMs: firstMs, endMs: firstMs + 3 * hourMs }]);
  });
});

describe("severity", () => {
  const rank = (unserved: number, probability: number, hoursLeft: number) =>
    severities.indexOf(severityOf({ unserved, probability, hoursLeft }, null, settings.severity));

  it("rises as the time nears and with size and probability, and falls as the gap is filled", () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    const sessions = fc.double({ min: 0, max: 60, noNaN: true });
    fc.assert(
      fc.property(sessions, sessions, unit, unit, fc.nat(167), fc.nat(167), (a, b, p, q, s, t) => {
        expect(rank(Math.max(a, b), Math.max(p, q), Math.min(s, t))).toBeGreaterThanOrEqual(
          rank(Math.min(a, b), Math.min(p, q), Math.max(s, t)),
        );
      }),
    );
    expect([rank(8, 1, 160), rank(8, 1, 72), rank(8, 1, 20)]).toEqual([0, 1, 2]);
  });

  it("is kept until it is clearly less", () => {
    const almost = { unserved: 3.6, probability: 1, hoursLeft: 0 };
    expect(severityOf(almost, null, settings.severity)).toBe("warning");
    expect(severityOf(almost, "critical", settings.severity)).toBe("critical");
    expect(severityOf({ ...almost, unserved: 3 }, "critical", settings.severity)).toBe("warning");
  });
});

describe("unserved sessions of several hours", () => {
  it("add up in their means, and their law in all its figures", () => {
    const hours = hoursOf([5, 3.5], [4, 2], [6, 6]);
    const law = unservedOver(hours, 0);
    expect(law.mean).toBeCloseTo(
      hours.reduce((sum, { expectedUnserved }) => sum + expectedUnserved, 0),
      5,
    );
    expect(probabilityOfUnserved(law, 0)).toBe(1);
    expect(probabilityOfUnserved(law, unservedQuantile(law, 0.9) + 1)).toBeLessThanOrEqual(0.1);
  });

  it("are what is known where all is known", () => {
    const law = unservedOver(hoursOf([5, 3, 5], [4, 1, 4]), 0.01);
    expect([law.mean, unservedQuantile(law, 0.1), unservedQuantile(law, 0.9)]).toEqual([5, 5, 5]);
  });
});
