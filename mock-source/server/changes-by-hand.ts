import type { ResourceName, Row } from "../world/model.ts";
import { resourceNames } from "../world/world.ts";
import type { RowStore } from "./row-store.ts";

/** A change that somebody asked for; `us` is when, so that it can be made again after a restart. */
export type ChangeByHand =
  | { op: "merge"; resource: ResourceName; id: number; us: number; fields: Row }
  | { op: "insert"; resource: ResourceName; us: number; fields: Row }
  | { op: "touch"; resource: ResourceName; ids: number[]; us: number }
  | { op: "remove"; resource: ResourceName; id: number; us: number };

export const resourceNamed = (name: unknown): ResourceName | null =>
  resourceNames.find((resource) => resource === name) ?? null;

/** Makes the change and returns the row that it leaves, if any. */
export function changeByHand(stores: Record<ResourceName, RowStore>, change: ChangeByHand): Row | null {
  const store = stores[change.resource];
  switch (change.op) {
    case "insert":
      return store.insert(change.fields, change.us);
    case "merge":
      return store.has(change.id) ? store.merge(change.id, change.fields, change.us) : null;
    case "touch":
      for (const id of change.ids) if (store.has(id)) store.merge(id, {}, change.us);
      return null;
    case "remove":
      if (store.has(change.id)) store.remove(change.id);
      return null;
  }
}
