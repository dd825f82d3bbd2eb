import type { Instant, Page, Resource, Source } from "#sources/source.ts";

export type WalkStep<R extends Resource> = {
  page: Page<R>;
  /**
   * Every row up to here has been read, as far as the source showed it when the walk began; null where no
   * `updated_at` could be read so far.
   */
  position: Instant | null;
  /** The source's clock when the walk began. */
  beganAt: Instant;
};

export type WalkOptions = {
  /** Where to begin; null for the beginning. */
  since: Instant | null;
  perPage: number;
  now: () => Date;
  signal?: AbortSignal;
};

type Place = { since: Instant | null; page: number };

/**
 * Reads every row from `since` on. It walks by `updated_since`, so that rows which move while we read are met
 * again further on; page numbers serve only within one printed `updated_at`.
 *
 * Within one `updated_at`, a row that leaves makes its neighbours move up, past a page that has been read.
 * So those pages are read once more from the last to the first: what moves up then moves towards us.
 *
 * The next page is asked for before the current one is handed out.
 */
export async function* walk<R extends Resource>(
  source: Source,
  resource: R,
  options: WalkOptions,
): AsyncGenerator<WalkStep<R>> {
  const fetch = fetcher(source, resource, options);
  const startedMs = options.now().getTime();
  let place: Place = { since: options.since, page: 1 };
  let position: Instant | null = null;
  let beganAt: Instant | null = null;
  let upcoming = fetch(place);
  for (;;) {
    const page = await upcoming;
    const answeredAt = sourceTime(page, options.now);
    beganAt ??= answeredAt;
    const reached = lastReached(page, answeredAt);
    const next = nextPlace(place, page, reached);
    const isLeaving = next === null || next.page === 1;
    const revisits = isLeaving ? pagesBefore(place) : [];
    if (revisits.length === 0 && next !== null) upcoming = fetch(next);
    const readBefore = position;
    position = later(position, plausible(reached, answeredAt));
    const safe = (at: Instant | null) => before(at, options.now().getTime() - startedMs);
    // What slipped past us while we turned these pages is only read by the last of the revisits: a walk that
    // breaks off before it must begin again below them.
    yield { page, position: safe(revisits.length === 0 ? position : readBefore), beganAt };
    for (const [index, revisit] of revisits.entries()) {
      const isLast = index === revisits.length - 1;
      yield { page: await fetch(revisit), position: safe(isLast ? position : readBefore), beganAt };
    }
    if (next === null) return;
    if (revisits.length > 0) upcoming = fetch(next);
    place = next;
  }
}

function fetcher<R extends Resource>(source: Source, resource: R, { perPage, signal }: WalkOptions) {
  return (place: Place): Promise<Page<R>> => {
    const answer = source.fetchPage(resource, { ...place, perPage, signal });
    // Whoever stops early leaves this answer behind; its fault is then nobody's, and must not end the process.
    answer.catch(() => undefined);
    return answer;
  };
}

/** A page that ends above where it began is followed by its last `updated_at`; any other by the next number. */
function nextPlace(place: Place, page: Page, reached: Instant | null): Place | null {
  if (page.nextPage === null) return null;
  if (reached !== null && (place.since === null || reached > place.since)) return { since: reached, page: 1 };
  return { since: place.since, page: place.page + 1 };
}

/** The pages with the same `since` that were read before this one, from the last to the first. */
function pagesBefore({ since, page }: Place): Place[] {
  return Array.from({ length: page - 1 }, (_, index) => ({ since, page: page - 1 - index }));
}

/**
 * The last `updated_at` of the page. One that lies after the source's own clock is passed over where an
 * earlier one is there: a single wrong date must not carry the walk past everything that lies before it.
 */
function lastReached(page: Page, answeredAt: Instant): Instant | null {
  const readable = page.items
    .map((item) => item.record?.updatedAt ?? item.rejected?.updatedAt ?? null)
    .filter((updatedAt) => updatedAt !== null);
  return readable.findLast((updatedAt) => updatedAt <= answeredAt) ?? readable.at(-1) ?? null;
}

function plausible(reached: Instant | null, answeredAt: Instant): Instant | null {
  return reached !== null && reached <= answeredAt ? reached : null;
}

function later(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

/**
 * What was shown at the end of a walk had happened by then, so this long before it the walk had not begun: true
 * also where both clocks are wrong.
 */
function before(position: Instant | null, elapsedMs: number): Instant | null {
  if (position === null || elapsedMs <= 0) return position;
  return new Date(Date.parse(position) - elapsedMs).toISOString();
}

/**
 * The source's clock, or ours where it has none or is ahead of ours: too early a time makes us read more often
 * than needed, too late a one loses rows. A Date header is cut to the second: the whole second counts.
 */
function sourceTime(page: Page, now: () => Date): Instant {
  const oursMs = now().getTime();
  const theirsMs = page.answeredAt === null ? oursMs : page.answeredAt.getTime() + 999;
  return new Date(Math.min(oursMs, theirsMs)).toISOString();
}
