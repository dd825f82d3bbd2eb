import { float64Column } from "../world/columns.ts";
import { dayOf, printInstant } from "../world/instants.ts";
import type { ResourceName, Row } from "../world/model.ts";
import {
  countOf,
  countsByDayOf,
  createdUsOf,
  deletedIdsOf,
  isDeletedOf,
  rowOf,
  updatedUsOf,
  type World,
} from "../world/world.ts";
import { InsertedRows } from "./inserted-rows.ts";
import { readInstant } from "./read-query.ts";
import { RowOrder } from "./row-order.ts";

/** The rows of one resource as a server shows them: the world's, with what was changed by hand on top. */
export class RowStore {
  readonly resource: ResourceName;
  private readonly world: World;
  private readonly updated = float64Column();
  private readonly order: RowOrder;
  private readonly inserted = new InsertedRows();
  private readonly patches = new Map<number, Row>();
  private readonly removed = new Set<number>();
  /** Rows whose latest change is held back: as they were before it; null where they are not to be seen at all. */
  private readonly heldBack = new Map<number, Row | null>();

  constructor(world: World, resource: ResourceName) {
    this.world = world;
    this.resource = resource;
    this.order = new RowOrder(
      (handle) => (handle < 0 ? this.inserted.updatedUsAt(handle) : this.updated.at(handle - 1)),
      (handle) => (handle < 0 ? this.inserted.idAt(handle) : handle),
    );
    const count = countOf(world, resource);
    for (let id = 1; id <= count; id++) this.updated.push(updatedUsOf(world, resource, id));
    this.order.fill(count);
  }

  get worldCount(): number {
    return this.updated.length;
  }

  /** How many rows the lists hold, soft-deleted ones among them. */
  get shownCount(): number {
    return this.order.length;
  }

  has(id: number): boolean {
    if (this.removed.has(id) || this.heldBack.get(id) === null) return false;
    return this.inserted.has(id) || (id >= 1 && id <= this.worldCount);
  }

  /** The row's number from the key in an address (a subject's is its code); null where there is no such row. */
  idOf(key: string): number | null {
    if (this.resource === "subjects") {
      for (const id of this.eachIdAfter(0)) if (this.row(id).code === key) return id;
      return null;
    }
    const id = /^[1-9]\d{0,15}$/.test(key) ? Number(key) : 0;
    return this.has(id) ? id : null;
  }

  row(id: number): Row {
    return this.heldBack.get(id) ?? this.rowAsOf(id, this.world, this.updatedUs(id));
  }

  /** Rows from `sinceUs` on, by (updated_at, id). */
  page(sinceUs: number, page: number, perPage: number): { rows: Row[]; total: number } {
    const from = this.order.lowerBound(sinceUs);
    const ids = this.idsIn(from + (page - 1) * perPage, perPage);
    return { rows: ids.map((id) => this.row(id)), total: this.order.length - from };
  }

  /** The first `count` ids from `sinceUs` on, by (updated_at, id). */
  idsFrom(sinceUs: number, count: number): number[] {
    return this.idsIn(this.order.lowerBound(sinceUs), count);
  }

  /** The last `most` ids from `sinceUs` on, by (updated_at, id). */
  latestIds(sinceUs: number, most: number): number[] {
    return this.idsIn(Math.max(this.order.lowerBound(sinceUs), this.shownCount - most), most);
  }

  /** The id at a place in the order of the lists. */
  idAt(place: number): number | null {
    return this.idsIn(place, 1)[0] ?? null;
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

  deletedIds(): number[] {
    const deleted = [...this.unusualIds()].filter((id) => this.has(id) && this.isDeleted(id));
    return deleted.sort((a, b) => a - b);
  }

  /**
   * Live rows by the UTC day of `created_at`, first and last day included; days without rows are left out. Of the
   * world's rows only those that are deleted or changed by hand are looked at.
   */
  countsByDay(fromDay: number, toDay: number): { day: number; count: number }[] {
    const counts = countsByDayOf(this.world, this.resource, this.worldCount);
    const add = (day: number, count: number) => counts.set(day, (counts.get(day) ?? 0) + count);
    for (const id of this.unusualIds()) {
      if (id <= this.worldCount) add(dayOf(createdUsOf(this.world, this.resource, id)), -1);
      if (this.has(id) && !this.isDeleted(id)) add(dayOf(this.createdUs(id)), 1);
    }
    return [...counts]
      .filter(([day, count]) => count > 0 && day >= fromDay && day <= toDay)
      .sort(([a], [b]) => a - b)
      .map(([day, count]) => ({ day, count }));
  }

  /** Ids of all rows that are not simply the world's, live and shown. */
  private unusualIds(): Set<number> {
    const ids = new Set(deletedIdsOf(this.world, this.resource));
    for (const known of [this.patches, this.heldBack]) for (const id of known.keys()) ids.add(id);
    for (const id of this.removed) ids.add(id);
    for (const id of this.inserted.idsAfter(0)) ids.add(id);
    return ids;
  }

  /** The world changed a row, or made a new one; the row gets `us` as its `updated_at`. */
  worldChanged(id: number, us: number): void {
    if (id > this.worldCount) {
      this.updated.push(us);
      this.order.insert(id);
    } else if (!this.removed.has(id)) this.moveTo(id, Math.max(us, this.updatedUs(id)));
  }

  /**
   * The world changed a row at `worldUs`, but that is not to be seen before `release`; a change that comes
   * meanwhile is held back with it.
   */
  holdBack(id: number, worldUs: number): void {
    if (id > this.worldCount) {
      this.updated.push(worldUs);
      this.heldBack.set(id, null);
    } else if (this.has(id) && !this.heldBack.has(id)) {
      const before = { ...this.world, asOfUs: worldUs - 1 };
      this.heldBack.set(id, this.rowAsOf(id, before, this.updatedUs(id)));
    }
  }

  isHeldBack(id: number): boolean {
    return this.heldBack.has(id);
  }

  release(id: number, us: number): void {
    const isNew = this.heldBack.get(id) === null;
    if (!this.heldBack.delete(id)) return;
    if (isNew) {
      this.updated.put(id - 1, us);
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

  /** An id for a row that is put in by hand later on. */
  reserveId(): number {
    return this.inserted.reserveId();
  }

  insert(row: Row, us: number): Row {
    const id = typeof row.id === "number" ? row.id : this.reserveId();
    const printed = printInstant(us);
    const updatedUs = readInstant(row.updated_at) ?? us;
    const created = { created_at: row.created_at ?? printed };
    const fixed =
      this.resource === "subjects"
        ? { ...row, ...created }
        : { id, ...row, ...created, deleted_at: row.deleted_at ?? null };
    this.removed.delete(id);
    this.order.insert(this.inserted.add(id, fixed, updatedUs));
    return this.row(id);
  }

  /** Removes a row without a trace. */
  remove(id: number): void {
    this.order.remove(this.handleOf(id));
    this.removed.add(id);
    this.inserted.remove(id);
    this.patches.delete(id);
    this.heldBack.delete(id);
  }

  private rowAsOf(id: number, world: World, updatedUs: number): Row {
    const own = this.inserted.row(id);
    const row = own ? { ...own } : rowOf(world, this.resource, id);
    row.updated_at = printInstant(updatedUs);
    const patch = this.patches.get(id);
    return patch ? { ...row, ...patch } : row;
  }

  private handleOf(id: number): number {
    return this.inserted.handleOf(id) ?? id;
  }

  private idsIn(place: number, count: number): number[] {
    const handles = this.order.slice(place, place + count);
    return Array.from(handles, (handle) => (handle < 0 ? this.inserted.idAt(handle) : handle));
  }

  private updatedUs(id: number): number {
    const handle = this.inserted.handleOf(id);
    return handle === undefined ? this.updated.at(id - 1) : this.inserted.updatedUsAt(handle);
  }

  private moveTo(id: number, us: number): void {
    const handle = this.handleOf(id);
    this.order.remove(handle);
    if (handle < 0) this.inserted.setUpdatedUs(handle, us);
    else this.updated.put(id - 1, us);
    this.order.insert(handle);
  }

  private createdUs(id: number): number {
    const byHand = this.patches.get(id)?.created_at ?? this.inserted.row(id)?.created_at;
    return byHand === undefined ? createdUsOf(this.world, this.resource, id) : (readInstant(byHand) ?? 0);
  }

  private isDeleted(id: number): boolean {
    const known = this.heldBack.get(id);
    if (known) return (known.deleted_at ?? null) !== null;
    const patch = this.patches.get(id);
    if (patch && "deleted_at" in patch) return (patch.deleted_at ?? null) !== null;
    const own = this.inserted.row(id);
    return own ? (own.deleted_at ?? null) !== null : isDeletedOf(this.world, this.resource, id);
  }

  private *eachIdAfter(afterId: number): Generator<number> {
    for (let id = Math.max(1, afterId + 1); id <= this.worldCount; id++) if (this.has(id)) yield id;
    yield* this.inserted.idsAfter(afterId);
  }
}
