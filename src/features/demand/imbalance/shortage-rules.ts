import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import type {
  Accepted,
  Need,
  Outcome,
  RecommendationRule,
} from "#platform/recommendations/recommendation-rule.ts";
import type { Lever } from "./levers.ts";

const hourMs = 3_600_000;

/** Days for which recruiting for the same hours is not asked again: as long as it takes to hire. */
const recruitQuietDays = 28;
/** Half as many may agree as are expected to, or half as many again: nobody has measured it yet. */
const acceptanceRange = 0.5;
/** Share of its worth by which a lever counts when it is a week away; the nearer, the more. */
const leastNearness = 0.25;

type EpisodeRow = {
  episode_id: number;
  subject_code: string;
  name: string;
  starts_at: Date;
  ends_at: Date;
  unserved_sessions: number;
  unserved_low: number;
  unserved_high: number;
  cents_at_stake: number;
  probability: number;
  tutors_missing: number;
  worst_hour: Date;
  worst_balance: number | null;
  levers: Lever[];
};

/** What to do first about each open shortage: the cheapest lever that still works in the time left. */
export const shortageRule: RecommendationRule = {
  name: "shortage",
  title: "Close a shortage",
  quietDays: null,
  async find(db, asOf) {
    return (await readShortages(db)).flatMap((episode): Need[] => {
      const lever = episode.levers.find(({ isInTime }) => isInTime);
      return lever === undefined ? [] : [needOf(episode, lever, asOf)];
    });
  },
  measure: measureEpisode,
};

/** Recruiting, where the same hours of the week are short again and again. */
export const recruitRule: RecommendationRule = {
  name: "recruit",
  title: "Recruit for hours that are short every week",
  quietDays: recruitQuietDays,
  async find(db, asOf) {
    return (await readShortages(db)).flatMap((episode): Need[] => {
      const lever = episode.levers.find(({ kind }) => kind === "recruit");
      if (lever === undefined) return [];
      const hourOfWeek = Math.floor(episode.starts_at.getTime() / hourMs) % 168;
      const need = needOf(episode, lever, asOf);
      const fingerprint = `recruit:${episode.subject_code}:${hourOfWeek}`;
      return [{ ...need, fingerprint, deadline: null, details: { ...need.details, hourOfWeek } }];
    });
  },
  // A new tutor's first weeks say it: the same hours of the week, a month later.
  async measure(db, accepted, asOf) {
    const isTime = asOf.getTime() >= accepted.acceptedAt.getTime() + 2 * recruitQuietDays * 24 * hourMs;
    return isTime ? await measureEpisode(db, accepted, asOf) : null;
  },
};

async function readShortages(db: Database): Promise<EpisodeRow[]> {
  const { rows } = await sql<EpisodeRow>`
    select episode_id, subject_code, subjects.name, starts_at, ends_at, unserved_sessions, unserved_low, unserved_high,
      cents_at_stake, probability, tutors_missing, worst_hour, worst_balance, levers
    from imbalance_episodes join subjects using (subject_code)
    where state = 'open' and kind = 'shortage' order by starts_at, episode_id`.execute(db);
  return rows;
}

function needOf(episode: EpisodeRow, lever: Lever, asOf: Date): Need {
  const { unserved_sessions: unserved, unserved_low: low, unserved_high: high, probability } = episode;
  const worth = unserved > 0 ? episode.cents_at_stake / unserved : 0;
  const deadline = new Date(episode.ends_at.getTime() - (1 + lever.leadHours) * hourMs);
  const daysLeft = Math.max(0, (deadline.getTime() - asOf.getTime()) / (24 * hourMs));
  const nearness = Math.max(leastNearness, 1 - daysLeft / 7);
  const cents = lever.closesSessions * worth - lever.cents;
  return {
    fingerprint: `shortage:${episode.episode_id}`,
    kind: lever.kind,
    entity: { kind: "subject", id: episode.subject_code },
    episodeId: episode.episode_id,
    title: lever.title,
    reason: reasonOf(episode, lever),
    sessions: lever.closesSessions,
    // Fewer or more agree than expected, and no more is closed than goes unserved at the ends of its range.
    centsLow: Math.round(Math.min(lever.closesSessions * (1 - acceptanceRange), low) * worth),
    centsHigh: Math.round(
      Math.min(lever.closesSessions * (1 + acceptanceRange), Math.max(high, unserved)) * worth,
    ),
    priority: Math.round(Math.max(0, cents) * probability * nearness),
    confidence: probability,
    deadline,
    details: {
      unserved,
      closes: lever.closesSessions,
      centsPerSession: Math.round(worth),
      leverCents: lever.cents,
      tutors: lever.tutors,
      startsAt: episode.starts_at.toISOString(),
      endsAt: episode.ends_at.toISOString(),
    },
  };
}

function reasonOf(episode: EpisodeRow, lever: Lever): string {
  const { name, unserved_sessions: unserved, unserved_low: low, unserved_high: high } = episode;
  const missing = Math.max(1, Math.ceil(episode.tutors_missing));
  const balance =
    episode.worst_balance === null ? "" : `, capacity being ${percent(episode.worst_balance)} of demand`;
  return (
    `${name} is short by ${missing === 1 ? "one tutor" : `${missing} tutors`} in its worst hour${balance}: ` +
    `${one(unserved)} sessions (${low} to ${high}) would go unserved, with a probability of ${percent(episode.probability)}. ` +
    `${lever.why} That is expected to let ${one(lever.closesSessions)} of them be held.`
  );
}

/**
 * What an accepted recommendation closed: unserved sessions when it was accepted less those that were forecast last, once the
 * episode is over. Other causes count as well: a forecast that fell looks like a gap that was filled.
 */
async function measureEpisode(
  db: Database | Trx,
  { episodeId, baseline, sessions }: Accepted,
  asOf: Date,
): Promise<Outcome | null> {
  const { rows } = await sql<{ state: string; ends_at: Date; unserved_sessions: number; outcome: unknown }>`
    select state, ends_at, unserved_sessions, outcome from imbalance_episodes where episode_id = ${episodeId}`.execute(
    db,
  );
  const [episode] = rows;
  const unservedThen = Number(baseline.unserved ?? 0);
  if (episode === undefined || episode.state === "open" || episode.ends_at > asOf) return null;
  const isOver = episode.state === "passed" ? episode.outcome !== null : true;
  if (!isOver) return null;
  const left = episode.state === "passed" ? episode.unserved_sessions : 0;
  const closed = episode.state === "gone" ? 0 : Math.max(0, unservedThen - left);
  const said =
    episode.state === "gone"
      ? "The demand did not come: nothing had to be closed."
      : `${one(closed)} of ${one(unservedThen)} sessions were closed; ${one(sessions ?? 0)} had been expected.`;
  const cents = Math.round(closed * Number(baseline.centsPerSession ?? 0));
  return { sessions: closed, cents, said, details: { state: episode.state, came: episode.outcome } };
}

const one = (value: number) => String(Math.round(value * 10) / 10);
const percent = (share: number) => `${Math.round(share * 100)} %`;
