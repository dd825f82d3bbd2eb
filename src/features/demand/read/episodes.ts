import { sql } from "kysely";
import { asViewer } from "#db/transaction.ts";
import type { DemandContext } from "../demand-context.ts";
import { nextCursor, offsetOf, type Page } from "../place.ts";
import type { ImbalanceEpisode, ImbalanceEpisodes } from "../work-schemas.ts";

type EpisodeRow = Omit<
  ImbalanceEpisode,
  "startsAt" | "endsAt" | "worstHour" | "raisedAt" | "closedAt" | "hoursUntil" | "raisedHoursAhead"
> & {
  starts_at: Date;
  ends_at: Date;
  worst_hour: Date;
  raised_at: Date;
  closed_at: Date | null;
  total: number;
};

type Query = Page & {
  subject?: string | undefined;
  kind?: "shortage" | "surplus" | undefined;
  state: "open" | "closed" | "all";
};

/** Episodes: open ones soonest first, others newest first. */
export async function listEpisodes(ctx: DemandContext, query: Query): Promise<ImbalanceEpisodes> {
  const asOf = ctx.now();
  const subject = query.subject ?? null;
  const kind = query.kind ?? null;
  const order = query.state === "open" ? sql`starts_at, episode_id` : sql`starts_at desc, episode_id desc`;
  return await asViewer(ctx.db, ctx.viewer, async (trx) => {
    const { rows } = await sql<EpisodeRow>`
      select episode_id as id, subject_code as code, name, kind, state, starts_at, ends_at, worst_hour,
        worst_balance as "worstBalance", tutors_missing as "tutorsMissing", unserved_sessions as "unservedSessions",
        unserved_low as "unservedLow", unserved_high as "unservedHigh", cents_at_stake as "centsAtStake", probability,
        severity, worst_severity as "worstSeverity", levers, raised_at, closed_at, outcome, count(*) over ()::int as total
      from imbalance_episodes join subjects using (subject_code)
      where (${subject}::text is null or subject_code = ${subject}) and (${kind}::text is null or kind = ${kind})
        and (${query.state} = 'all' or (state = 'open') = (${query.state} = 'open'))
      order by ${order} limit ${query.pageSize} offset ${offsetOf(query)}`.execute(trx);
    const { rows: counts } = await sql<ImbalanceEpisodes["counts"]>`
      select count(*) filter (where kind = 'shortage')::int as shortage, count(*) filter (where kind = 'surplus')::int as surplus
      from imbalance_episodes where state = 'open'`.execute(trx);
    const total = rows[0]?.total ?? 0;
    return {
      data: rows.map((row) => toEpisode(row, asOf)),
      nextCursor: nextCursor(query, total),
      total,
      counts: counts[0] ?? { shortage: 0, surplus: 0 },
    };
  });
}

function toEpisode(row: EpisodeRow, asOf: Date): ImbalanceEpisode {
  const { starts_at, ends_at, worst_hour, raised_at, closed_at, total: _, ...episode } = row;
  const hoursBetween = (from: Date, to: Date) => (to.getTime() - from.getTime()) / 3_600_000;
  return {
    ...episode,
    startsAt: starts_at.toISOString(),
    endsAt: ends_at.toISOString(),
    worstHour: worst_hour.toISOString(),
    raisedAt: raised_at.toISOString(),
    closedAt: closed_at?.toISOString() ?? null,
    hoursUntil: hoursBetween(asOf, starts_at),
    raisedHoursAhead: hoursBetween(raised_at, starts_at),
  };
}
