import { hourUs } from "../world/instants.ts";

/** An hour of microseconds takes 32 bits; with 21 for a place, both fit a number exactly. */
const mostPlaces = 2 ** 21;

/**
 * Rows in the contract's order: ascending `updated_at` (microseconds), then id. It holds 32 bits for each: the id
 * itself, or a handle from which `idOf` gives the id where ids may be larger.
 */
export class RowOrder {
  length = 0;
  private ids = new Int32Array(1024);
  private readonly updatedUs: (handle: number) => number;
  private readonly idOf: (handle: number) => number;

  constructor(updatedUs: (handle: number) => number, idOf = (handle: number) => handle) {
    this.updatedUs = updatedUs;
    this.idOf = idOf;
  }

  /** Fills the order with the rows 1 to `count`, hour by hour: 28 million rows take seconds. */
  fill(count: number): void {
    const hours = new Int32Array(count);
    let first = Number.POSITIVE_INFINITY;
    for (let id = 1; id <= count; id++) first = Math.min(first, this.updatedUs(id));
    let last = 0;
    for (let id = 1; id <= count; id++) {
      const hour = Math.floor((this.updatedUs(id) - first) / hourUs);
      hours[id - 1] = hour;
      last = Math.max(last, hour);
    }
    const starts = new Int32Array(last + 2);
    for (const hour of hours) starts[hour + 1] = (starts[hour + 1] ?? 0) + 1;
    for (let hour = 1; hour < starts.length; hour++)
      starts[hour] = (starts[hour] ?? 0) + (starts[hour - 1] ?? 0);
    this.ids = new Int32Array(Math.max(1024, Math.ceil(count * 1.2)));
    const next = starts.slice();
    hours.forEach((hour, index) => {
      const at = next[hour] ?? 0;
      next[hour] = at + 1;
      this.ids[at] = index + 1;
    });
    for (let hour = 0; hour <= last; hour++) {
      this.sortHour(this.ids.subarray(starts[hour], starts[hour + 1]), first + hour * hourUs);
    }
    this.length = count;
  }

  /**
   * Sorts the rows of one hour, which come in order of id. Microsecond and place are packed into one number, so
   * that the sort is a native one over plain numbers.
   */
  private sortHour(bucket: Int32Array, hourStartUs: number): void {
    if (bucket.length < 2) return;
    if (bucket.length > mostPlaces) {
      bucket.sort((a, b) => this.updatedUs(a) - this.updatedUs(b) || a - b);
      return;
    }
    const before = bucket.slice();
    const keys = new Float64Array(bucket.length);
    for (let i = 0; i < bucket.length; i++) {
      keys[i] = (this.updatedUs(before[i] as number) - hourStartUs) * mostPlaces + i;
    }
    keys.sort();
    for (let i = 0; i < bucket.length; i++) bucket[i] = before[(keys[i] as number) % mostPlaces] as number;
  }

  /** Place of the first row that is not before (`us`, `id`). */
  lowerBound(us: number, id = 0): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.ids[middle] as number;
      const otherUs = this.updatedUs(other);
      if (otherUs < us || (otherUs === us && this.idOf(other) < id)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Adds a row; its `updated_at` must be set already. Most rows go to the end. */
  insert(handle: number): void {
    if (this.length === this.ids.length) {
      const larger = new Int32Array(Math.ceil(this.length * 1.5));
      larger.set(this.ids);
      this.ids = larger;
    }
    const at = this.lowerBound(this.updatedUs(handle), this.idOf(handle));
    this.ids.copyWithin(at + 1, at, this.length);
    this.ids[at] = handle;
    this.length++;
  }

  /** Takes a row out; its `updated_at` must still be the one that it was added with. */
  remove(handle: number): void {
    const at = this.lowerBound(this.updatedUs(handle), this.idOf(handle));
    if (this.ids[at] !== handle) return;
    this.ids.copyWithin(at, at + 1, this.length);
    this.length--;
  }

  slice(from: number, to: number): Int32Array {
    return this.ids.subarray(Math.min(from, this.length), Math.min(to, this.length));
  }
}
