import type { Random } from "#domain/stats/seeded-random.ts";
import { assessFlags, type FlagCode, type TutorPriors } from "./flags.ts";
import { noCounts, type TutorDay } from "./tutor-days.ts";
import type { TutorSettings } from "./weights.ts";

/** Made tutors of a known true rate, on which the flags are tried. */
export type Trial = {
  firstSessionsPerWeek: number;
  /** How far the true rate falls over six weeks; 0 for tutors who do not change. */
  decline: number;
  tutors: number;
  /** Weeks that are judged, after as many as the flags look back. */
  weeks: number;
};

export type TrialResult = Trial & {
  /** Tutors flagged, per tutor and week: newly raised by ours, and where each week's flags stand. */
  ours: { raisedPerWeek: number; standingPerWeek: number };
  /** The plain rule "a drop of more than 20 %", this week against the last, and four weeks against four. */
  plain: { shortPerWeek: number; longPerWeek: number };
  /** Share found within the judged weeks, and weeks from the start of the decline to half of all found. */
  found: {
    oursShare: number;
    oursMedianWeeks: number | null;
    plainShare: number;
    plainMedianWeeks: number | null;
  };
};

const weeksOfDecline = 6;
const plainDrop = 0.2;
/** Shape of true rates: a mean of 80 %, as spread out as measured tutors are. */
const rateShape = { alpha: 16, beta: 4 };

/**
 * Tries the flag "needs coaching" and the plain rule on made tutors. First sessions come by a Poisson law, all
 * rated; true rates are Beta(16, 4); a decline is a straight line down over six weeks.
 */
export function tryFlags(trial: Trial, settings: TutorSettings, random: Random): TrialResult {
  const tallies = Array.from({ length: trial.tutors }, () => followTutor(trial, settings, random));
  const tutorWeeks = trial.tutors * trial.weeks;
  const per = (count: (followed: Followed) => number) =>
    tallies.reduce((sum, followed) => sum + count(followed), 0) / tutorWeeks;
  return {
    ...trial,
    ours: { raisedPerWeek: per(({ raised }) => raised), standingPerWeek: per(({ standing }) => standing) },
    plain: {
      shortPerWeek: per(({ plainShort }) => plainShort),
      longPerWeek: per(({ plainLong }) => plainLong),
    },
    found: {
      ...foundOf(
        tallies.map(({ foundAfter }) => foundAfter),
        "ours",
      ),
      ...foundOf(
        tallies.map(({ plainFoundAfter }) => plainFoundAfter),
        "plain",
      ),
    },
  };
}

type Followed = {
  raised: number;
  standing: number;
  plainShort: number;
  plainLong: number;
  foundAfter: number | null;
  plainFoundAfter: number | null;
};

function followTutor(trial: Trial, settings: TutorSettings, random: Random): Followed {
  const before = settings.slipping.weeks;
  const days = weeklyDays(trial, before, random);
  const priors: TutorPriors = {
    successWeightTrials: rateShape.alpha + rateShape.beta,
    meanSuccess: rateShape.alpha / (rateShape.alpha + rateShape.beta),
    cancellation: { alpha: 1, beta: 30 },
  };
  const followed: Followed = {
    raised: 0,
    standing: 0,
    plainShort: 0,
    plainLong: 0,
    foundAfter: null,
    plainFoundAfter: null,
  };
  let raised: ReadonlySet<FlagCode> = new Set();
  for (let week = 0; week < trial.weeks; week++) {
    const until = before + week + 1;
    const seen = days.slice(Math.max(0, until - before), until);
    const flags = assessFlags(seen, 7 * until + firstMonday - 1, priors, raised, settings);
    const isRaised = flags.some(({ code, isRaised: is }) => code === "needs_coaching" && is);
    if (isRaised && !raised.has("needs_coaching")) followed.raised++;
    if (isRaised) followed.standing++;
    raised = new Set(isRaised ? ["needs_coaching"] : []);
    const isPlain = hasDropped(days, until, 4);
    followed.plainLong += Number(isPlain);
    followed.plainShort += Number(hasDropped(days, until, 1));
    if (isRaised) followed.foundAfter ??= week + 1;
    if (isPlain) followed.plainFoundAfter ??= week + 1;
  }
  return followed;
}

/** 1970-01-05, so that each made week is a business week. */
const firstMonday = 4;

function weeklyDays(trial: Trial, before: number, random: Random): TutorDay[] {
  const rate = betaOfWhole(rateShape.alpha, rateShape.beta, random);
  return Array.from({ length: before + trial.weeks }, (_, week) => {
    const progress = Math.min(1, Math.max(0, (week - before + 1) / weeksOfDecline));
    const current = Math.max(0.05, rate - trial.decline * progress);
    const firstRated = poisson(trial.firstSessionsPerWeek, random);
    const firstSuccesses = Array.from({ length: firstRated }, random).filter((draw) => draw < current).length;
    const expected = (firstRated * rateShape.alpha) / (rateShape.alpha + rateShape.beta);
    return {
      ...noCounts,
      day: firstMonday + 7 * week,
      firstSessions: firstRated,
      firstRated,
      firstSuccesses,
      firstExpected: expected,
    };
  });
}

function hasDropped(days: readonly TutorDay[], until: number, weeks: number): boolean {
  const after = rateOf(days.slice(until - weeks, until));
  const earlier = rateOf(days.slice(until - 2 * weeks, until - weeks));
  return after !== null && earlier !== null && after < (1 - plainDrop) * earlier;
}

function rateOf(days: readonly TutorDay[]): number | null {
  const trials = days.reduce((sum, { firstRated }) => sum + firstRated, 0);
  return trials === 0 ? null : days.reduce((sum, { firstSuccesses }) => sum + firstSuccesses, 0) / trials;
}

function foundOf<Who extends "ours" | "plain">(weeks: readonly (number | null)[], who: Who) {
  const found = weeks.filter((week) => week !== null).sort((a, b) => a - b);
  const middle = Math.ceil(weeks.length / 2) - 1;
  return {
    [`${who}Share`]: found.length / weeks.length,
    [`${who}MedianWeeks`]: found[middle] ?? null,
  } as { [K in `${Who}Share`]: number } & { [K in `${Who}MedianWeeks`]: number | null };
}

/** Beta of whole parameters: the alpha-th smallest of alpha + beta − 1 uniform draws. */
function betaOfWhole(alpha: number, beta: number, random: Random): number {
  const draws = Array.from({ length: alpha + beta - 1 }, random).sort((a, b) => a - b);
  return draws[alpha - 1] ?? 0;
}

/** By multiplying uniform draws (Knuth); for means of up to a few hundred. */
function poisson(mean: number, random: Random): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count++;
  return count;
}
