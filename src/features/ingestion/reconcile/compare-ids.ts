/** What a stretch of both streams showed. */
export type IdDifference = {
  /** Listed by the source, not live with us. */
  missing: readonly number[];
  /** Live with us, not listed by the source. */
  extra: readonly number[];
  listedCount: number;
  storedCount: number;
};

type Side = { pages: AsyncIterator<readonly number[]>; page: readonly number[]; at: number; isOver: boolean };

/**
 * Compares two streams of ascending ids, given page by page. Holds one page of each and hands out what
 * differs up to the end of the shorter one, so memory is bounded by the pages, whatever the streams' length.
 */
export async function* compareIds(
  listed: AsyncGenerator<readonly number[]>,
  stored: AsyncGenerator<readonly number[]>,
): AsyncGenerator<IdDifference> {
  const source: Side = { pages: listed, page: [], at: 0, isOver: false };
  const ours: Side = { pages: stored, page: [], at: 0, isOver: false };
  try {
    for (;;) {
      await refill(source);
      await refill(ours);
      if (source.isOver && ours.isOver) return;
      yield compareStretch(source, ours);
    }
  } finally {
    await Promise.all([listed.return(undefined), stored.return(undefined)]);
  }
}

async function refill(side: Side): Promise<void> {
  while (!side.isOver && side.at >= side.page.length) {
    const { done, value } = await side.pages.next();
    side.isOver = done === true;
    side.page = done === true ? [] : value;
    side.at = 0;
  }
}

/** Goes on until one of the pages is at its end; where a stream is over, the rest of the other differs. */
function compareStretch(source: Side, ours: Side): IdDifference {
  const missing: number[] = [];
  const extra: number[] = [];
  const [sourceFrom, oursFrom] = [source.at, ours.at];
  for (;;) {
    const listed = headOf(source);
    const stored = headOf(ours);
    if (listed === null || stored === null || (listed === beyond && stored === beyond)) break;
    if (listed < stored) missing.push(listed);
    if (stored < listed) extra.push(stored);
    if (listed <= stored) source.at++;
    if (stored <= listed) ours.at++;
  }
  return { missing, extra, listedCount: source.at - sourceFrom, storedCount: ours.at - oursFrom };
}

const beyond = Number.POSITIVE_INFINITY;

/** The id in turn: one beyond all ids where the stream is over, null where the page is at its end. */
function headOf({ page, at, isOver }: Side): number | null {
  return page[at] ?? (isOver ? beyond : null);
}
