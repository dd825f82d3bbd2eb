import { printInstant } from "../world/instants.ts";
import type { ResourceName, Row } from "../world/model.ts";
import { advance, type Change, resourceNames, type World } from "../world/world.ts";
import { type ChangeByHand, changeByHand } from "./changes-by-hand.ts";
import { LateChanges } from "./late-changes.ts";
import { RowStore } from "./row-store.ts";

/** What a fault bends: how late a change becomes visible, and how far its stamp lies, in microseconds. */
export type Bend = {
  lateUs?(resource: ResourceName, id: number, us: number): number;
  skewUs?: number;
};

/** A living source: the world, and per resource the rows that are shown of it. */
export type Source = {
  world: World;
  stores: Record<ResourceName, RowStore>;
  /** Lets the world go on up to the instant (microseconds) and returns what changed. */
  advanceTo(us: number): Change[];
  /** The instant of a change by hand: now, but later than every change before it. */
  nextUs(): number;
  /** Makes a change by hand, and returns the row that it leaves, if any. */
  apply(change: ChangeByHand): Row | null;
  /** Bends the source until `straighten`; what was held back is then seen at once. */
  bend(bend: Bend): { straighten(): void };
  /** Calls back with what the world changed, whoever made it go on. */
  watch(listener: (changes: readonly Change[]) => void): void;
  /** Changes that are made, but not to be seen yet. */
  heldBackCount(): number;
};

type Stores = Source["stores"];

export function createSource(world: World, now: () => number): Source {
  const stores = Object.fromEntries(
    resourceNames.map((name) => [name, new RowStore(world, name)]),
  ) as unknown as Stores;
  const bends = new Set<Bend>();
  const late = new LateChanges();
  const listeners: ((changes: readonly Change[]) => void)[] = [];
  let lastUs = 0;
  const lateUs = (resource: ResourceName, id: number, us: number) =>
    Math.max(0, ...[...bends].map((bend) => bend.lateUs?.(resource, id, us) ?? 0));
  const skewUs = () => [...bends].reduce((sum, bend) => sum + (bend.skewUs ?? 0), 0);

  const takeIn = ({ resource, id, us }: Change) => {
    const store = stores[resource];
    const stampUs = us + skewUs();
    const waitUs = lateUs(resource, id, us);
    if (waitUs === 0 && !store.isHeldBack(id)) return store.worldChanged(id, stampUs);
    // The row is locked by the transaction that is late: this one is seen after it, and both at once.
    const visibleUs = Math.max(us + waitUs, store.isHeldBack(id) ? late.drop(resource, id) : 0);
    store.holdBack(id, us);
    late.add({ resource, id, visibleUs, act: () => store.release(id, stampUs) });
  };
  const advanceTo = (us: number): Change[] => {
    const changes = advance(world, us);
    changes.forEach(takeIn);
    late.actUntil(world.asOfUs);
    if (changes.length > 0) for (const listener of listeners) listener(changes);
    return changes;
  };
  const apply = (change: ChangeByHand): Row | null => {
    const { resource } = change;
    for (const id of idsOf(change)) late.actFor(resource, id);
    const [id] = change.op === "merge" || change.op === "insert" ? idsOf(change) : [];
    const waitUs = id === undefined ? 0 : lateUs(resource, id, change.us);
    if (id === undefined || waitUs === 0) return changeByHand(stores, change);
    const act = () => changeByHand(stores, change);
    late.add({ resource, id, visibleUs: world.asOfUs + waitUs, act });
    const before = stores[resource].has(id) ? stores[resource].row(id) : {};
    return { ...before, ...("fields" in change ? change.fields : {}), updated_at: printInstant(change.us) };
  };
  return {
    world,
    stores,
    advanceTo,
    nextUs: () => {
      lastUs = Math.max(lastUs + 1, now() * 1000, world.asOfUs);
      advanceTo(lastUs);
      return lastUs + skewUs();
    },
    apply,
    bend: (bend) => {
      bends.add(bend);
      const straighten = () => {
        bends.delete(bend);
        if (bend.lateUs) late.actUntil(Number.POSITIVE_INFINITY);
      };
      return { straighten };
    },
    watch: (listener) => {
      listeners.push(listener);
    },
    heldBackCount: () => late.count,
  };
}

/** The rows that a change is about; none for a row that has no id yet. */
function idsOf(change: ChangeByHand): number[] {
  if (change.op === "touch") return change.ids;
  if (change.op !== "insert") return [change.id];
  return typeof change.fields.id === "number" ? [change.fields.id] : [];
}
