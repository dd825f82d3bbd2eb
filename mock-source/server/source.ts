import type { ResourceName } from "../world/model.ts";
import { advance, type Change, resourceNames, type World } from "../world/world.ts";
import { RowStore } from "./row-store.ts";

/** A living source: the world, and per resource the rows that are shown of it. */
export type Source = {
  world: World;
  stores: Record<ResourceName, RowStore>;
  /** Lets the world go on up to the instant (microseconds) and returns what changed. */
  advanceTo(us: number): Change[];
  /** The instant of a change by hand: now, but later than every change before it. */
  nextUs(): number;
};

export function createSource(world: World, now: () => number): Source {
  const stores = Object.fromEntries(resourceNames.map((name) => [name, new RowStore(world, name)])) as Record<
    ResourceName,
    RowStore
  >;
  let lastUs = 0;
  const advanceTo = (us: number): Change[] => {
    const changes = advance(world, us);
    for (const change of changes) stores[change.resource].worldChanged(change.id, change.us);
    return changes;
  };
  return {
    world,
    stores,
    advanceTo,
    nextUs: () => {
      lastUs = Math.max(lastUs + 1, now() * 1000, world.asOfUs);
      advanceTo(lastUs);
      return lastUs;
    },
  };
}
