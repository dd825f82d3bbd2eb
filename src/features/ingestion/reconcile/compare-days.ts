import { sql } from "kysely";
import type { Database } from "#db/client.ts";
import type { CalendarDate, Source } from "#sources/source.ts";
import { daysPerCount } from "../weights.ts";
import { type ReconciledResource, storedIn } from "./reconciled-resource.ts";

export type DayDifference = { day: CalendarDate; source: number; stored: number };

type Counts = ReadonlyMap<CalendarDate, number>;

type DaysToCompare = {
  db: Database;
  source: Source;
  resource: ReconciledResource;
  signal: AbortSignal | undefined;
  /** Brings what changed at the source until now. */
  catchUp(): Promise<void>;
};

/**
 * The days, by the UTC day of creation, whose live rows differ in number. A row that changes at the source
 * while we look is not a difference: what differs is looked at again after the changes were read, and a day
 * whose count moves at the source meanwhile is left to the next time.
 */
export async function compareDays(compared: DaysToCompare): Promise<DayDifference[]> {
  const stored = await storedCounts(compared.db, compared.resource);
  const ranges = rangesOf([...stored.keys()]);
  const listed = await sourceCounts(compared, ranges);
  const suspects = differences(listed, stored);
  if (suspects.length === 0) return [];
  await compared.catchUp();
  const storedNow = await storedCounts(compared.db, compared.resource);
  const listedAgain = await sourceCounts(compared, rangesOf(suspects.map(({ day }) => day)));
  const resting = suspects.filter(({ day, source }) => (listedAgain.get(day) ?? 0) === source);
  return resting
    .map(({ day, source }) => ({ day, source, stored: storedNow.get(day) ?? 0 }))
    .filter(({ source, stored }) => source !== stored);
}

/** Our live rows by day, in the order of days: one scan of the table, and an entry for each day in memory. */
async function storedCounts(db: Database, resource: ReconciledResource): Promise<Counts> {
  const { rows } = await sql<{ day: CalendarDate; count: number }>`
    select (created_at at time zone 'UTC')::date as day, count(*) as count
    from ${sql.table(storedIn[resource].table)} where deleted_at is null group by 1 order by 1`.execute(db);
  return new Map(rows.map(({ day, count }) => [day, count]));
}

async function sourceCounts(
  { source, resource, signal }: DaysToCompare,
  ranges: readonly DayRange[],
): Promise<Counts> {
  const counts = new Map<CalendarDate, number>();
  for (const { from, to } of ranges) {
    for (const { date, count } of await source.fetchCounts(resource, from, to, signal))
      counts.set(date, count);
  }
  return counts;
}

function differences(listed: Counts, stored: Counts): DayDifference[] {
  const days = [...new Set([...listed.keys(), ...stored.keys()])].sort();
  return days
    .map((day) => ({ day, source: listed.get(day) ?? 0, stored: stored.get(day) ?? 0 }))
    .filter(({ source, stored: ours }) => source !== ours);
}

type DayRange = { from: CalendarDate; to: CalendarDate };

/** Ascending days in stretches of a year: a lone date far off does not ask for all the years between. */
function rangesOf(days: readonly CalendarDate[]): DayRange[] {
  const ranges: DayRange[] = [];
  for (const day of days) {
    const last = ranges.at(-1);
    if (last !== undefined && dayNumber(day) - dayNumber(last.from) < daysPerCount) last.to = day;
    else ranges.push({ from: day, to: day });
  }
  return ranges;
}

const dayNumber = (day: CalendarDate) => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
