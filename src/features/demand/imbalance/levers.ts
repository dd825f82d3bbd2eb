import type { LeverKind } from "./lever-kinds.ts";
import type { EpisodeHour } from "./measure-run.ts";
import { type ImbalanceSettings, type LeverSettings, leverSettingsOf } from "./weights.ts";

const hourMs = 3_600_000;

/** What can be done about a shortage, and what it would bring. */
export type Lever = {
  kind: LeverKind;
  title: string;
  leadHours: number;
  /** Whether it still helps in some hour of the episode. */
  isInTime: boolean;
  closesSessions: number;
  /** What it costs, all in all. */
  cents: number;
  /** Whom to ask, who closes most first. */
  tutors: { id: number; name: string; why: string }[];
  why: string;
};

/** A tutor who could open an hour of the episode, and how. */
export type Opener = {
  id: number;
  name: string;
  /** Sessions of the subject that were taught so far. */
  taught: number;
  /** Hours of the episode that could be opened, by their beginnings. */
  askable: readonly number[];
  /** Of hours next to those at work already. */
  extendable: readonly number[];
};

export type LeverGrounds = {
  subjectName: string;
  asOfMs: number;
  hours: readonly EpisodeHour[];
  tutorsMissing: number;
  openers: readonly Opener[];
  /** Sessions that can be held in hours to which customers may be asked to move. */
  spareNearby: number;
  /** Earlier episodes at these hours of the week. */
  earlier: number;
};

/**
 * What can be done about a shortage: those that still work in the time left first, of these the cheapest for each session. A
 * lever closes what lies at least its lead time ahead; of those who are asked, the share `acceptance` is expected to agree, and no hour
 * gets more than it lacks.
 */
export function leversFor(grounds: LeverGrounds, settings: ImbalanceSettings): Lever[] {
  const levers = [
    askTutors(grounds, settings),
    extendHours(grounds, settings),
    moveDemand(grounds, settings.levers.moveDemand),
    recruit(grounds, settings),
  ].filter((lever) => lever !== null);
  const cost = ({ kind }: Lever) => settings.levers[leverSettingsOf[kind]].centsPerSession;
  return levers.sort(
    (a, b) =>
      Number(b.isInTime) - Number(a.isInTime) || cost(a) - cost(b) || b.closesSessions - a.closesSessions,
  );
}

function askTutors(grounds: LeverGrounds, settings: ImbalanceSettings): Lever | null {
  const { asked, closes, tutors } = opened(
    grounds,
    ({ askable }) => askable,
    settings.levers.askTutors,
    settings,
  );
  if (closes === null) return null;
  const who = asked === 1 ? "a tutor" : `${asked} tutors`;
  const are = asked === 1 ? "is" : "are";
  return leverOf("ask_tutors", settings.levers.askTutors, {
    title: `Ask ${who} of ${grounds.subjectName} who ${are} not at work then to open hours`,
    closes,
    tutors,
    why: `${asked === 1 ? "One has" : `${asked} have`} taught it, and ${asked === 1 ? "has" : "have"} neither time off nor a session then.`,
  });
}

function extendHours(grounds: LeverGrounds, settings: ImbalanceSettings): Lever | null {
  const { extendHours: lever, mostExtendedHours } = settings.levers;
  const { asked, closes, tutors } = opened(grounds, ({ extendable }) => extendable, lever, settings);
  if (closes === null) return null;
  return leverOf("extend_hours", lever, {
    title: `Ask ${asked === 1 ? "one tutor" : `${asked} tutors`} of ${grounds.subjectName} to begin earlier or stay longer`,
    closes,
    tutors,
    why: `They are at work within ${mostExtendedHours} hours of the gap.`,
  });
}

function moveDemand({ hours, asOfMs, spareNearby }: LeverGrounds, lever: LeverSettings): Lever | null {
  const late = inTime(hours, asOfMs, lever);
  const reach = (late.length > 0 ? late : hours).reduce(
    (sum, { unserved, demand }) => sum + Math.min(unserved, demand * lever.acceptance),
    0,
  );
  const closes = Math.min(reach, spareNearby);
  if (closes <= 0) return null;
  return leverOf("move_demand", lever, {
    title: "Offer customers of these hours other times",
    closes: { sessions: closes, isInTime: late.length > 0 },
    tutors: [],
    why: `There is room for ${round(spareNearby)} sessions in the hours around.`,
  });
}

function recruit(
  { subjectName, hours, tutorsMissing, earlier }: LeverGrounds,
  { levers: { recruit: lever, repeatedEpisodes, repeatedDays } }: ImbalanceSettings,
): Lever | null {
  if (earlier < repeatedEpisodes) return null;
  const sessions = hours.reduce((sum, { unserved }) => sum + unserved, 0);
  const needed = Math.max(1, Math.ceil(tutorsMissing));
  return leverOf("recruit", lever, {
    title: `Recruit ${needed === 1 ? "a tutor" : `${needed} tutors`} of ${subjectName} for these hours`,
    closes: { sessions, isInTime: false },
    tutors: [],
    why: `The same hours were short ${earlier} times in the last ${repeatedDays} days. It closes as much each week, from then on.`,
  });
}

type Closes = { sessions: number; isInTime: boolean };

function opened(
  { hours, openers, asOfMs, subjectName }: LeverGrounds,
  hoursOf: (opener: Opener) => readonly number[],
  lever: LeverSettings,
  settings: ImbalanceSettings,
) {
  const late = inTime(hours, asOfMs, lever);
  const counted = late.length > 0 ? late : hours;
  const gaps = new Map(counted.map(({ startMs, unserved }) => [startMs, unserved]));
  const worth = (opener: Opener) =>
    hoursOf(opener).reduce((sum, hour) => sum + Math.min(1, gaps.get(hour) ?? 0), 0);
  const useful = openers
    .filter((opener) => worth(opener) > 0)
    .sort((a, b) => worth(b) - worth(a) || b.taught - a.taught || a.id - b.id);
  const sessions = counted.reduce((sum, { startMs, unserved }) => {
    const joining = useful.filter((opener) => hoursOf(opener).includes(startMs)).length * lever.acceptance;
    return sum + Math.min(unserved, joining);
  }, 0);
  const tutors = useful.slice(0, settings.levers.named).map((opener) => ({
    id: opener.id,
    name: opener.name,
    why: `${opener.taught} sessions of ${subjectName} so far; could open ${hoursOf(opener).filter((hour) => gaps.has(hour)).length} of ${counted.length} hours`,
  }));
  const closes: Closes | null = sessions > 0 ? { sessions, isInTime: late.length > 0 } : null;
  return { asked: useful.length, closes, tutors };
}

function inTime(hours: readonly EpisodeHour[], asOfMs: number, { leadHours }: LeverSettings): EpisodeHour[] {
  return hours.filter(({ startMs }) => startMs >= asOfMs + leadHours * hourMs);
}

function leverOf(
  kind: LeverKind,
  { leadHours, centsPerSession }: LeverSettings,
  made: { title: string; closes: Closes; tutors: Lever["tutors"]; why: string },
): Lever {
  const { title, closes, tutors, why } = made;
  const closesSessions = round(closes.sessions);
  const cents = Math.round(closesSessions * centsPerSession);
  return { kind, title, leadHours, isInTime: closes.isInTime, closesSessions, cents, tutors, why };
}

const round = (sessions: number) => Math.round(sessions * 10) / 10;
