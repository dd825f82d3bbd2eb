import type { Database } from "#db/client.ts";
import { asViewer } from "#db/transaction.ts";
import type { Cache } from "#platform/cache/cache.ts";
import type { Clock } from "#platform/clock.ts";
import { decodeCursor, encodeCursor } from "#platform/http/cursor.ts";
import type { Viewer } from "#platform/viewer.ts";
import { readLimits } from "./limits-in-force.ts";
import { type ListPlace, listPlaceSchema } from "./list-place.ts";
import { countByFilter, type FilterCounts, readPageOfIds } from "./list-queries.ts";
import { readLeaders, readOfferedByAnybody, readTutorRows } from "./queries.ts";
import type { Leaderboard, TutorList } from "./schemas.ts";
import { toListItem } from "./tutor-answer.ts";
import type { TutorSelection } from "./tutor-order.ts";
import { countsForSeconds, mostOnLeaderboard } from "./weights.ts";

export type TutorsContext = { db: Database; viewer: Viewer; now: Clock; cache: Cache };

export type ListTutorsInput = TutorSelection & { cursor?: string | undefined; pageSize: number };

/** One page of the tutors with the counts of the filters. Throws invalid_input for a foreign cursor. */
export async function listTutors(ctx: TutorsContext, input: ListTutorsInput): Promise<TutorList> {
  const place = input.cursor === undefined ? null : decodeCursor(input.cursor, listPlaceSchema);
  const [{ total, ...counts }, page] = await Promise.all([
    countsOf(ctx, input),
    asViewer(ctx.db, ctx.viewer, async (trx) => {
      const page = await readPageOfIds(trx, input, place, input.pageSize);
      return { ...page, rows: await readTutorRows(trx, page.ids), limits: await readLimits(trx) };
    }),
  ]);
  return {
    data: page.rows.map((row) => toListItem(row, page.limits)),
    nextCursor: cursorOf(page.next),
    previousCursor: cursorOf(page.previous),
    offset: page.offset,
    total,
    counts,
    leastRated: page.limits.ranking.leastRated,
  };
}

const cursorOf = (place: ListPlace | null) => (place === null ? null : encodeCursor(place));

/** Tutors are the same for every viewer, so all who look at the same filters share the counts for a few seconds. */
async function countsOf({ db, viewer, cache }: TutorsContext, input: TutorSelection): Promise<FilterCounts> {
  const { search, subject, statuses, tiers, flag } = input;
  const key = JSON.stringify([search.trim().toLowerCase(), subject, statuses, tiers, flag]);
  return await cache.getOrCompute(
    `tutors:counts:${key}`,
    countsForSeconds,
    async () => await asViewer(db, viewer, async (trx) => await countByFilter(trx, input)),
  );
}

/** The best by shrunken first-session success. Those who share the last place are all on it. */
export async function readLeaderboard({
  db,
  viewer,
}: Pick<TutorsContext, "db" | "viewer">): Promise<Leaderboard> {
  return await asViewer(db, viewer, async (trx) => {
    const limits = await readLimits(trx);
    const { leaderboardPlaces, leastRated } = limits.ranking;
    const { rows, ranked, not_ranked } = await readLeaders(trx, leaderboardPlaces, mostOnLeaderboard);
    return { data: rows.map((row) => toListItem(row, limits)), ranked, notRanked: not_ranked, leastRated };
  });
}

/** The subjects that tutors offer, by name: for the filter. */
export async function readSubjects({ db, viewer }: Pick<TutorsContext, "db" | "viewer">) {
  return await asViewer(db, viewer, async (trx) => await readOfferedByAnybody(trx));
}
