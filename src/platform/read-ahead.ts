/** How many reads are under way while their predecessor is worked on: one for each of two cores. */
const depth = 2;

/**
 * Reads the items in their order, always some ahead of the one that is being worked on, so that the database and
 * this process work at the same time. Memory holds `depth` + 1 results at most.
 */
export async function* readAhead<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  read: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const underWay: Promise<Outcome<Result>>[] = [];
  for await (const item of items) {
    underWay.push(outcomeOf(read(item)));
    if (underWay.length > depth) yield await take(underWay);
  }
  while (underWay.length > 0) yield await take(underWay);
}

type Outcome<Result> = { result: Result } | { error: unknown };

// A read that fails before its turn must not count as unhandled: it is thrown when its turn comes.
function outcomeOf<Result>(reading: Promise<Result>): Promise<Outcome<Result>> {
  return reading.then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
}

async function take<Result>(underWay: Promise<Outcome<Result>>[]): Promise<Result> {
  const outcome = await underWay.shift();
  if (outcome === undefined) throw new RangeError("nothing is under way");
  if ("error" in outcome) throw outcome.error;
  return outcome.result;
}
