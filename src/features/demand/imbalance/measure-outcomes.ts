import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import { loadImbalanceSettings } from "./settings.ts";

/**
 * Fills in what became of shortages whose hours have passed: sessions booked in them, held, and lost for want of a tutor
 * (cancelled by the tutor), beside what was forecast when the episode was raised. Requests that nobody could serve are not
 * in it where the source does not tell of them. Answers how many were measured.
 */
export async function measureOutcomes(db: Database, asOf: Date): Promise<number> {
  const settings = await loadImbalanceSettings(db);
  const { numAffectedRows } = await sql`
    update imbalance_episodes as episode set outcome = jsonb_build_object('measuredAt', ${asOf.toISOString()}::text,
      'booked', came.booked, 'held', came.held, 'cancelledByTutor', came.by_tutor, 'noShows', came.no_shows,
      'unserved', came.by_tutor, 'forecastUnserved', episode.raised_unserved, 'lastUnserved', episode.unserved_sessions)
    from (
      select episode_id, coalesce(sum(booked), 0) as booked, coalesce(sum(completed + open), 0) as held,
        coalesce(sum(cancelled_by_tutor), 0) as by_tutor, coalesce(sum(no_show), 0) as no_shows
      from imbalance_episodes e left join demand_hour_rollups r
        on r.subject_code = e.subject_code and r.hour >= e.starts_at and r.hour < e.ends_at
      where e.kind = 'shortage' and e.state <> 'open' and e.outcome is null
        and e.ends_at <= ${asOf}::timestamptz - make_interval(hours => ${Math.round(settings.outcomeAfterHours)})
      group by episode_id
    ) as came where came.episode_id = episode.episode_id`.execute(db);
  return Number(numAffectedRows ?? 0n);
}
