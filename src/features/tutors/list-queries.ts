import { type RawBuilder, sql } from "kysely";
import type { Trx } from "#db/transaction.ts";
import type { TutorFlag } from "#domain/tutors/tutor-flag.ts";
import type { TutorStatus } from "#domain/tutors/tutor-status.ts";
import type { TutorTier } from "#domain/tutors/tutor-tier.ts";
import { AppError } from "#platform/errors.ts";
import type { ListPlace } from "./list-place.ts";
import type { TutorSelection, TutorSort } from "./tutor-order.ts";
import { tierLimits } from "./weights.ts";

type SortKey = { value: RawBuilder<unknown>; type: RawBuilder<unknown> };

const figure = (value: RawBuilder<unknown>): SortKey => ({ value, type: sql`double precision` });

const sortKeys: Record<TutorSort, SortKey> = {
  name: { value: sql`lower(t.name)`, type: sql`text` },
  first_sessions: figure(sql`p.first_sessions::double precision`),
  success: figure(sql`p.first_session_successes / nullif(p.first_sessions_rated, 0)::double precision`),
  shrunken_success: figure(sql`p.shrunken_success`),
  rating: figure(sql`p.mean_rating`),
  trend: figure(sql`p.trend_change`),
  utilisation: figure(sql`p.utilisation`),
};

/** `tierOf` in SQL; the test holds the two together. */
export const tierInSql: RawBuilder<TutorTier> = sql`case
  when p.raised_flags @> array[${sql.lit(tierLimits.gravestFlag)}]
    or cardinality(p.raised_flags) >= ${sql.lit(tierLimits.flagsThatAreCritical)} then 'critical'
  when cardinality(p.raised_flags) > 0 then 'needs_improvement'
  when p.percentile is null then 'not_ranked'
  when p.percentile >= ${sql.lit(tierLimits.topPercentile)} then 'top'
  else 'steady' end`;

const everyone = sql`tutors as t left join tutor_performance as p using (tutor_id)`;

export type PageOfIds = {
  ids: number[];
  /** How many rows of the list stand before the first of these. */
  offset: number;
  next: ListPlace | null;
  previous: ListPlace | null;
};

type PlacedId = { tutor_id: number; sort_value: string | null };

/** The ids of one page. Tutors without the value that is sorted by come last, whichever the direction. */
export async function readPageOfIds(
  trx: Trx,
  selection: TutorSelection,
  place: ListPlace | null,
  pageSize: number,
): Promise<PageOfIds> {
  const found = await readSorted(trx, selection, place, pageSize + 1);
  const backwards = place?.backwards ?? false;
  const hasMore = found.length > pageSize;
  const rows = found.slice(0, pageSize);
  if (backwards) rows.reverse();
  const offset = offsetOf(place, rows.length, hasMore);
  const [first, last] = [rows.at(0), rows.at(-1)];
  const placeAt = (row: PlacedId, before: number, isBackwards: boolean): ListPlace => ({
    value: row.sort_value,
    id: row.tutor_id,
    before,
    backwards: isBackwards,
  });
  return {
    ids: rows.map(({ tutor_id }) => tutor_id),
    offset,
    next: last && (backwards || hasMore) ? placeAt(last, offset + rows.length, false) : null,
    previous: first && place && (!backwards || hasMore) ? placeAt(first, offset, true) : null,
  };
}

function offsetOf(place: ListPlace | null, rows: number, hasMore: boolean): number {
  if (place === null) return 0;
  if (!place.backwards) return place.before;
  return hasMore ? Math.max(0, place.before - rows) : 0;
}

async function readSorted(trx: Trx, selection: TutorSelection, place: ListPlace | null, limit: number) {
  const { value, type } = sortKeys[selection.sort];
  const backwards = place?.backwards ?? false;
  const way = (selection.direction === "asc") === backwards ? sql`desc` : sql`asc`;
  const nulls = backwards ? sql`nulls first` : sql`nulls last`;
  const begin = place ? beyond(place, type, (selection.direction === "asc") !== backwards) : sql`true`;
  const { rows } = await sql<PlacedId>`
    select tutor_id, value::text as sort_value
    from (select t.tutor_id, ${value} as value from ${everyone} where ${listed(selection)}) as listed
    where ${begin} order by value ${way} ${nulls}, tutor_id ${way} limit ${limit}`.execute(trx);
  return rows;
}

function beyond(place: ListPlace, type: RawBuilder<unknown>, rises: boolean): RawBuilder<unknown> {
  const sign = rises ? sql`>` : sql`<`;
  if (place.value === null) {
    const among = sql`(value is null and tutor_id ${sign} ${place.id}::bigint)`;
    return place.backwards ? sql`(value is not null or ${among})` : among;
  }
  const after = sql`(value, tutor_id) ${sign} (${place.value}::${type}, ${place.id}::bigint)`;
  return place.backwards ? after : sql`(${after} or value is null)`;
}

function listed({ search, tiers, flag, subject, statuses }: TutorSelection): RawBuilder<unknown> {
  const parts = [sql`t.deleted_at is null`, matches(search), inSubject(subject), hasFlag(flag)];
  if (tiers.length > 0) parts.push(sql`${tierInSql} = any (${tiers}::text[])`);
  if (statuses.length > 0) parts.push(sql`t.status = any (${statuses}::text[])`);
  return sql.join(parts, sql` and `);
}

const hasFlag = (flag: TutorFlag | null) =>
  flag === null ? sql`true` : sql`coalesce(p.raised_flags @> array[${flag}]::text[], false)`;

const inSubject = (subject: string | null) =>
  subject === null
    ? sql`true`
    : sql`t.tutor_id in (select tutor_id from tutor_subjects where subject_code = ${subject})`;

/** Each word stands somewhere in the name, whatever the case; a number may also be an id. */
function matches(search: string): RawBuilder<unknown> {
  const words = search.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return sql`true`;
  const inName = sql.join(
    words.map((word) => sql`strpos(lower(t.name), ${word}) > 0`),
    sql` and `,
  );
  return /^\d{1,15}$/.test(search.trim())
    ? sql`(t.tutor_id = ${search.trim()}::bigint or ${inName})`
    : inName;
}

export type FilterCounts = {
  total: number;
  tiers: Record<TutorTier, number>;
  flags: Record<TutorFlag, number>;
  statuses: Record<TutorStatus, number>;
};

/** How many tutors each filter would leave, under the same search and subject; tiers and flags under the same statuses. */
export async function countByFilter(trx: Trx, selection: TutorSelection): Promise<FilterCounts> {
  const { search, subject, statuses, tiers, flag } = selection;
  const present = statuses.length === 0 ? sql`true` : sql`status = any (${statuses}::text[])`;
  const chosenTier = tiers.length === 0 ? sql`true` : sql`tier = any (${tiers}::text[])`;
  const chosenFlag = flag === null ? sql`true` : sql`raised_flags @> array[${flag}]::text[]`;
  const tier = (name: TutorTier) =>
    sql`count(*) filter (where ${present} and ${chosenFlag} and tier = ${name})`;
  const raised = (code: TutorFlag) =>
    sql`count(*) filter (where ${present} and raised_flags @> array[${code}]::text[])`;
  const status = (name: TutorStatus) => sql`count(*) filter (where status = ${name})`;
  const { rows } = await sql<FilterCounts>`
    select (count(*) filter (where ${present} and ${chosenTier} and ${chosenFlag}))::int as total,
      jsonb_build_object('critical', ${tier("critical")}, 'needs_improvement', ${tier("needs_improvement")},
        'top', ${tier("top")}, 'steady', ${tier("steady")}, 'not_ranked', ${tier("not_ranked")}) as tiers,
      jsonb_build_object('underperforming', ${raised("underperforming")}, 'needs_coaching', ${raised("needs_coaching")},
        'high_cancellation', ${raised("high_cancellation")}) as flags,
      jsonb_build_object('active', ${status("active")}, 'on_leave', ${status("on_leave")},
        'departed', ${status("departed")}) as statuses
    from (select t.status, ${tierInSql} as tier, coalesce(p.raised_flags, '{}') as raised_flags from ${everyone}
      where t.deleted_at is null and ${matches(search)} and ${inSubject(subject)}) as found`.execute(trx);
  const [counts] = rows;
  if (counts === undefined) throw new AppError("internal", "The counts of tutors could not be read.");
  return counts;
}
