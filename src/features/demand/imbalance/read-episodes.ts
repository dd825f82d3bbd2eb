import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import { lawOf, type OutlookRow } from "../capacity/outlook-rows.ts";
import type { BalanceHour, EpisodeKind } from "./find-episodes.ts";
import type { OpenEpisode } from "./follow-episodes.ts";
import type { EpisodeHour } from "./measure-run.ts";
import type { Severity } from "./severity.ts";

type OpenRow = {
  episode_id: number;
  subject_code: string;
  kind: EpisodeKind;
  starts_at: Date;
  ends_at: Date;
  severity: Severity;
  worst_severity: Severity;
  hours: EpisodeHour[];
};

/** Open episodes by subject. */
export async function readOpenEpisodes(db: Database | Trx): Promise<Map<string, OpenEpisode[]>> {
  const { rows } = await sql<OpenRow>`
    select episode_id, subject_code, kind, starts_at, ends_at, severity, worst_severity, hours
    from imbalance_episodes where state = 'open' order by episode_id`.execute(db);
  const episodes = rows.map((row) => ({
    subject: row.subject_code,
    episode: {
      id: row.episode_id,
      kind: row.kind,
      startMs: row.starts_at.getTime(),
      endMs: row.ends_at.getTime(),
      severity: row.severity,
      worstSeverity: row.worst_severity,
      hours: row.hours,
    },
  }));
  const bySubject = Map.groupBy(episodes, ({ subject }) => subject);
  return new Map([...bySubject].map(([subject, found]) => [subject, found.map(({ episode }) => episode)]));
}

/** Hours whose capacity is known, by subject. */
export function balanceHours(rows: readonly OutlookRow[]): Map<string, BalanceHour[]> {
  const bySubject = new Map<string, BalanceHour[]>();
  for (const row of rows) {
    const { capacity, shortage_probability: probability, expected_unserved: expectedUnserved } = row;
    if (capacity === null || probability === null || expectedUnserved === null) continue;
    const hour = {
      startMs: row.hour.getTime(),
      mean: row.demand_mean,
      law: lawOf(row),
      capacity,
      shortageProbability: probability,
      expectedUnserved,
    };
    const hours = bySubject.get(row.subject_code);
    if (hours) hours.push(hour);
    else bySubject.set(row.subject_code, [hour]);
  }
  return bySubject;
}

/** How many earlier shortages of a subject lay at the same hours of the week as a stretch, within so many days before it. */
export async function countEarlier(
  db: Database,
  subject: string,
  { startMs, endMs, days }: { startMs: number; endMs: number; days: number },
): Promise<number> {
  const weeks = Math.floor(days / 7);
  const { rows } = await sql<{ earlier: number }>`
    select count(distinct week) as earlier from generate_series(1, ${weeks}) as week
    where exists (select from imbalance_episodes where subject_code = ${subject} and kind = 'shortage'
      and worst_severity <> 'info'
      and starts_at < ${new Date(endMs)}::timestamptz - week * interval '7 days'
      and ends_at > ${new Date(startMs)}::timestamptz - week * interval '7 days')`.execute(db);
  return rows[0]?.earlier ?? 0;
}
