import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import { appendEvents, type NewEvent } from "#platform/live/event.ts";
import type { Ending, FollowedEpisode } from "./follow-episodes.ts";
import type { Lever } from "./levers.ts";

/** More subjects than this are told of at once. */
const eventsAtMost = 20;

export type WrittenEpisode = {
  subject: string;
  episode: FollowedEpisode;
  cents: number;
  levers: readonly Lever[];
};

type Ended = { id: number; subject: string; state: Ending };

/** Writes episodes that differ from what is stored, new ones and those that have ended. Answers how many. */
export async function writeEpisodes(
  trx: Trx,
  current: readonly WrittenEpisode[],
  ended: readonly Ended[],
  asOf: Date,
): Promise<number> {
  const changed: string[] = [];
  for (const written of current) {
    const isWritten =
      written.episode.id === null ? await insert(trx, written, asOf) : await update(trx, written, asOf);
    if (isWritten) changed.push(written.subject);
  }
  for (const { id, subject, state } of ended) {
    await sql`update imbalance_episodes set state = ${state}, closed_at = ${asOf}, computed_at = ${asOf}
      where episode_id = ${id} and state = 'open'`.execute(trx);
    changed.push(subject);
  }
  await appendEvents(trx, eventsOf(changed));
  return changed.length;
}

const instant = (ms: number) => new Date(ms);
/** Sessions and shares to a thousandth: less is no change. */
const kept = (value: number) => Math.round(value * 1_000) / 1_000;

/** Columns that every look writes, in their order. */
function columnsOf({ episode, cents, levers }: WrittenEpisode): [string, RawBuilder<unknown>][] {
  const hours = episode.hours.map(({ startMs, demand, capacity, unserved }) => ({
    startMs,
    demand: kept(demand),
    capacity: kept(capacity),
    unserved: kept(unserved),
  }));
  const worst = episode.worstBalance === null ? null : kept(episode.worstBalance);
  return [
    ["starts_at", sql`${instant(episode.startMs)}::timestamptz`],
    ["ends_at", sql`${instant(episode.endMs)}::timestamptz`],
    ["worst_hour", sql`${instant(episode.worstHourMs)}::timestamptz`],
    ["worst_balance", sql`${worst}::float8`],
    ["tutors_missing", sql`${kept(episode.tutorsMissing)}::float8`],
    ["unserved_sessions", sql`${kept(episode.sessions)}::float8`],
    ["unserved_low", sql`${kept(episode.low)}::float8`],
    ["unserved_high", sql`${kept(episode.high)}::float8`],
    ["cents_at_stake", sql`${cents}::bigint`],
    ["probability", sql`${kept(episode.probability)}::float8`],
    ["severity", sql`${episode.severity}::text`],
    ["worst_severity", sql`${episode.worstSeverity}::text`],
    ["levers", sql`${JSON.stringify(levers)}::jsonb`],
    ["hours", sql`${JSON.stringify(hours)}::jsonb`],
  ];
}

async function insert(trx: Trx, written: WrittenEpisode, asOf: Date): Promise<boolean> {
  const { subject, episode } = written;
  const columns = columnsOf(written);
  await sql`insert into imbalance_episodes (subject_code, kind, state, raised_at, computed_at, raised_unserved,
      raised_starts_at, ${sql.join(columns.map(([name]) => sql.ref(name)))})
    values (${subject}, ${episode.kind}, 'open', ${asOf}, ${asOf}, ${kept(episode.sessions)},
      ${instant(episode.startMs)}, ${sql.join(columns.map(([, value]) => value))})`.execute(trx);
  return true;
}

async function update(trx: Trx, written: WrittenEpisode, asOf: Date): Promise<boolean> {
  const columns = columnsOf(written);
  const names = sql.join(columns.map(([name]) => sql.ref(name)));
  const values = sql.join(columns.map(([, value]) => value));
  const { numAffectedRows } = await sql`
    update imbalance_episodes set (${names}, computed_at) = (${values}, ${asOf})
    where episode_id = ${written.episode.id} and state = 'open' and (${names}) is distinct from (${values})`.execute(
    trx,
  );
  return numAffectedRows === 1n;
}

function eventsOf(subjects: readonly string[]): NewEvent[] {
  const counts = Map.groupBy(subjects, (subject) => subject);
  if (counts.size > eventsAtMost)
    return [{ kind: "demand.episodes", key: "all", payload: { episodes: subjects.length } }];
  return [...counts].map(([subjectCode, found]) => ({
    kind: "demand.episodes",
    key: subjectCode,
    payload: { episodes: found.length },
    subjectCode,
  }));
}
