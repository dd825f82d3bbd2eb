import { float64Column } from "../world/columns.ts";
import { dayOf, printInstant } from "../world/instants.ts";
import type { ResourceName, Row } from "../world/model.ts";
import { countOf, createdUsOf, isDeletedOf, rowOf, updatedUsOf, type World } from "../world/world.ts";
import { readInstant } from "./read-query.ts";
import { RowOrder } from "./row-order.ts";

/** Rows that are put in by hand are numbered from here on, out of the way of those that the world will make. */
export const firstInsertedId = 900_000_001;

/** The rows of one resource as a server shows them: the world's, with what was changed by hand on top. */
export class RowStore {
  readonly resource: ResourceName;
  private readonly world: World;
  private readonly updated = float64Column();
  private readonly order: RowOrder;
  private readonly inserted = new Map<number, { row: Row; updatedUs: number }>();
  private readonly patches = new Map<number, Row>();
  private readonly removed = new Set<number>();
  private nextInsertedId = firstInsertedId;

  constructor(world: World, resource: ResourceName) {
    this.world = world;
    this.resource = resource;
    this.order = new RowOrder((id) => this.updatedUs(id));
    const count = countOf(world, resource);
    for (let id = 1; id <= count; id++) this.updated.push(updatedUsOf(world, resource, id));
    this.order.fill(count);
  }

  get worldCount(): number {
    return this.updated.length;
  }

  has(id: number): boolean {
    return (this.inserted.has(id) || (id >= 1 && id <= this.worldCount)) && !this.removed.has(id);
  }

  /** The row's number from the key in an address (a subject's is its code); null where there is no such row. */
  idOf(key: string): number | null {
    if (this.resource === "subjects") {
      for (const id of this.eachIdAfter(0)) if (this.row(id).code === key) return id;
      return null;
    }
    const id = /^[1-9]\d{0,9}$/.test(key) ? Number(key) : 0;
    return this.has(id) ? id : null;
  }

  row(id: number): Row {
    const own = this.inserted.get(id);
    const row = own ? { ...own.row } : rowOf(this.world, this.resource, id);
    row.updated_at = printInstant(this.updatedUs(id));
    const patch = this.patches.get(id);
    return patch ? { ...row, ...patch } : row;
  }

  /** Rows from `sinceUs` on, by (updated_at, id). */
  page(sinceUs: number, page: number, perPage: number): { rows: Row[]; total: number } {
    const from = this.order.lowerBound(sinceUs);
    const start = from + (page - 1) * perPage;
    const ids = this.order.slice(start, start + perPage);
    return { rows: Array.from(ids, (id) => this.row(id)), total: this.order.length - from };
  }

  /** Up to `perPage` rows after `afterId`, less the soft-deleted among them: so a page can be short. */
  idsAfter(afterId: number, perPage: number): { ids: number[]; nextAfterId: number | null } {
    const ids: number[] = [];
    let seen = 0;
    let last = 0;
    for (const id of this.eachIdAfter(afterId)) {
      if (seen === perPage) return { ids, nextAfterId: last };
      seen++;
      last = id;
      if (!this.isDeleted(id)) ids.push(id);
    }
    return { ids, nextAfterId: null };
  }

  /** Live rows by the UTC day of `created_at`, first and last day included; days without rows are left out. */
  countsByDay(fromDay: number, toDay: number): { day: number; count: number }[] {
    const counts = new Map<number, number>();
    for (const id of this.eachIdAfter(0)) {
      const day = dayOf(this.createdUs(id));
      if (day >= fromDay && day <= toDay && !this.isDeleted(id)) counts.set(day, (counts.get(day) ?? 0) + 1);
    }
    return [...counts].sort(([a], [b]) => a - b).map(([day, count]) => ({ day, count }));
  }

  /** The world changed a row, or showed a new one. */
  worldChanged(id: number, us: number): void {
    if (id > this.worldCount) {
      this.updated.push(us);
      this.order.insert(id);
    } else if (!this.removed.has(id)) this.moveTo(id, Math.max(us, this.updatedUs(id)));
  }

  /**
   * Puts fields of `patch` over the row from now on; `updated_at` is `us` unless the patch sets it. When a change
   * is made again after a restart, the world may have changed the row since: that stays the later instant.
   */
  merge(id: number, patch: Row, us: number): Row {
    const updatedUs = readInstant(patch.updated_at) ?? us;
    const worldUs = this.inserted.has(id) ? 0 : updatedUsOf(this.world, this.resource, id);
    this.moveTo(id, worldUs > us ? Math.max(worldUs, updatedUs) : updatedUs);
    const { updated_at: _, ...fields } = patch;
    this.patches.set(id, { ...this.patches.get(id), ...fields });
    return this.row(id);
  }

  insert(row: Row, us: number): Row {
    const id = typeof row.id === "number" ? row.id : this.nextInsertedId;
    this.nextInsertedId = Math.max(this.nextInsertedId, id + 1);
    const printed = printInstant(us);
    const updatedUs = readInstant(row.updated_at) ?? us;
    const created = { created_at: row.created_at ?? printed };
    const fixed =
      this.resource === "subjects"
        ? { ...row, ...created }
        : { id, ...row, ...created, deleted_at: row.deleted_at ?? null };
    this.inserted.set(id, { row: fixed, updatedUs });
    this.removed.delete(id);
    this.order.insert(id);
    return this.row(id);
  }

  /** Removes a row without a trace. */
  remove(id: number): void {
    this.order.remove(id);
    this.removed.add(id);
    this.inserted.delete(id);
    this.patches.delete(id);
  }

  private updatedUs(id: number): number {
    return this.inserted.get(id)?.updatedUs ?? this.updated.at(id - 1);
  }

  private moveTo(id: number, us: number): void {
    this.order.remove(id);
    const own = this.inserted.get(id);
    if (own) own.updatedUs = us;
    else this.updated.put(id - 1, us);
    this.order.insert(id);
  }

  private createdUs(id: number): number {
    const byHand = this.patches.get(id)?.created_at ?? this.inserted.get(id)?.row.created_at;
    return byHand === undefined ? createdUsOf(this.world, this.resource, id) : (readInstant(byHand) ?? 0);
  }

  private isDeleted(id: number): boolean {
    const patch = this.patches.get(id);
    if (patch && "deleted_at" in patch) return (patch.deleted_at ?? null) !== null;
    const own = this.inserted.get(id);
    return own ? (own.row.deleted_at ?? null) !== null : isDeletedOf(this.world, this.resource, id);
  }

  private *eachIdAfter(afterId: number): Generator<number> {
    for (let id = Math.max(1, afterId + 1); id <= this.worldCount; id++) {
      if (!this.removed.has(id)) yield id;
    }
    for (const id of [...this.inserted.keys()].sort((a, b) => a - b)) if (id > afterId) yield id;
  }
}
