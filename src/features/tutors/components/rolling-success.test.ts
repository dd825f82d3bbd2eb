import { describe, expect, it } from "vitest";
import { rollingSuccess } from "./rolling-success.ts";

const week = (startsOn: string, rated: number, successes: number) => ({
  startsOn,
  firstSessions: rated,
  firstSessionsRated: rated,
  firstSessionSuccesses: successes,
  success: null,
  expectedSuccess: rated === 0 ? null : 0.8,
  sessions: 10,
  rated: 8,
  meanRating: 4.5,
  hoursTaught: 10,
  noShows: 0,
  cancelledByTutor: 0,
});

describe("rollingSuccess", () => {
  it("adds up the weeks before each one, and leaves out those that lie further back than the gap between them", () => {
    const rolled = rollingSuccess(
      [
        week("2026-11-16", 0, 0),
        week("2026-11-09", 2, 1),
        week("2026-11-02", 2, 2),
        week("2026-09-07", 4, 0),
      ],
      4,
    );
    expect(rolled.map(({ startsOn, success }) => [startsOn, success?.rate])).toEqual([
      ["2026-09-07", 0],
      ["2026-11-02", 1],
      ["2026-11-09", 0.75],
      ["2026-11-16", 0.75],
    ]);
    expect(rolled.at(-1)?.expected).toBeCloseTo(0.8);
  });

  it("says nothing of a stretch without a rated first session", () => {
    expect(rollingSuccess([week("2026-11-16", 0, 0)], 4)).toEqual([
      { startsOn: "2026-11-16", success: null, expected: null },
    ]);
  });
});
