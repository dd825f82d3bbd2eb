import { expect, it } from "vitest";
import { expectedExcess } from "#domain/forecasting/count-moments.ts";
import { probabilityAbove } from "#domain/forecasting/count-probabilities.ts";
import { usualSharedError as shared } from "../shared-error/weights.ts";
import type { BalanceHour } from "./find-episodes.ts";
import { followEpisodes } from "./follow-episodes.ts";
import { defaultImbalanceSettings as settings } from "./weights.ts";

const hourMs = 3_600_000;
const firstMs = Date.parse("2026-05-04T17:00:00Z");
const limits = { shortageBelow: 0.8, surplusAbove: 1.3 };

/** Means and capacities of the hours from 17:00 on, as one reads them on the page. */
const days: [string, [mean: number, capacity: number][]][] = [
  [
    "a quiet evening",
    [
      [2, 2.2],
      [3, 3.1],
      [2, 2.4],
    ],
  ],
  ["one session too many", [[2, 1.4]]],
  [
    "two tutors away all evening",
    [
      [5, 3],
      [6, 3.5],
      [6, 3.5],
      [4, 3],
    ],
  ],
  [
    "a gap of forty",
    [
      [60, 40],
      [70, 45],
      [50, 40],
    ],
  ],
  [
    "short at both ends",
    [
      [6, 3],
      [6, 6.5],
      [6, 6.5],
      [6, 6.5],
      [7, 3],
    ],
  ],
  [
    "a good hour between",
    [
      [6, 3],
      [6, 6.5],
      [7, 3],
    ],
  ],
  [
    "nobody at work",
    [
      [0.3, 0],
      [0.4, 0],
      [0.2, 0],
    ],
  ],
  [
    "nobody at work, and many want to come",
    [
      [2, 0],
      [2, 0],
    ],
  ],
  [
    "tutors with nothing to do",
    [
      [1, 6],
      [1, 7],
      [2, 9],
    ],
  ],
];

function hoursOf(figures: [number, number][]): BalanceHour[] {
  return figures.map(([mean, capacity], at) => {
    const law = { kind: "negative_binomial", mean, dispersion: 0.05, known: 0 } as const;
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

it("raises the episodes in golden/episodes.txt, days ahead and hours ahead", async () => {
  const lines = days.flatMap(([name, figures]) =>
    [96, 24, 2].map((ahead) => {
      const asOfMs = firstMs - ahead * hourMs;
      const { current } = followEpisodes(hoursOf(figures), [], { asOfMs, limits, settings, shared });
      const said = current.map(
        ({ kind, startMs, endMs, severity, sessions, low, high, probability, tutorsMissing }) =>
          `${severity} ${kind} ${clock(startMs)} to ${clock(endMs)}, ${sessions.toFixed(1)} sessions (${low.toFixed(0)} to ${high.toFixed(0)}), ` +
          `probability ${probability.toFixed(2)}, ${tutorsMissing.toFixed(1)} tutors missing`,
      );
      return `${name}, ${ahead} hours ahead: ${said.join("; ") || "nothing"}`;
    }),
  );
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("golden/episodes.txt");
});

const clock = (ms: number) => new Date(ms).toISOString().slice(11, 16);
