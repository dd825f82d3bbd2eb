import type { ResourceName } from "../world/model.ts";

/** A change that is made, but seen only from `visibleUs` on, when `act` shows it. */
type LateChange = { resource: ResourceName; id: number; visibleUs: number; act(): void };

/** Changes that become visible late, as if their transactions committed late. */
export class LateChanges {
  private waiting: LateChange[] = [];

  get count(): number {
    return this.waiting.length;
  }

  add(change: LateChange): void {
    this.waiting.push(change);
  }

  /** Shows what is due by the instant. */
  actUntil(us: number): void {
    if (this.waiting.length > 0) this.actWhere((change) => change.visibleUs <= us);
  }

  /** Shows what waits for one row. */
  actFor(resource: ResourceName, id: number): void {
    if (this.waiting.length > 0) this.actWhere((change) => change.resource === resource && change.id === id);
  }

  /** Forgets what waits for one row, and returns when it would have been seen. */
  drop(resource: ResourceName, id: number): number {
    const isOfRow = (change: LateChange) => change.resource === resource && change.id === id;
    const dropped = this.waiting.filter(isOfRow).map((change) => change.visibleUs);
    this.waiting = this.waiting.filter((change) => !isOfRow(change));
    return Math.max(0, ...dropped);
  }

  private actWhere(isDue: (change: LateChange) => boolean): void {
    const due = this.waiting.filter(isDue);
    if (due.length === 0) return;
    this.waiting = this.waiting.filter((change) => !isDue(change));
    for (const change of due.sort((a, b) => a.visibleUs - b.visibleUs)) change.act();
  }
}
