import type { Row } from "../world/model.ts";

/** Rows that are put in by hand are numbered from here on, out of the way of those that the world will make. */
export const firstInsertedId = 900_000_001;

/**
 * Rows put in by hand. Their ids may be as large as JSON numbers are; a negative handle of 32 bits stands for
 * each of them in the order of the rows.
 */
export class InsertedRows {
  private readonly rows: { id: number; row: Row; updatedUs: number }[] = [];
  private readonly handles = new Map<number, number>();
  private nextId = firstInsertedId;

  /** An id that no other row has or will get. */
  reserveId(): number {
    return this.nextId++;
  }

  add(id: number, row: Row, updatedUs: number): number {
    this.rows.push({ id, row, updatedUs });
    const handle = -this.rows.length;
    this.handles.set(id, handle);
    this.nextId = Math.max(this.nextId, id + 1);
    return handle;
  }

  has(id: number): boolean {
    return this.handles.has(id);
  }

  handleOf(id: number): number | undefined {
    return this.handles.get(id);
  }

  row(id: number): Row | undefined {
    const handle = this.handles.get(id);
    return handle === undefined ? undefined : this.at(handle).row;
  }

  idAt(handle: number): number {
    return this.at(handle).id;
  }

  updatedUsAt(handle: number): number {
    return this.at(handle).updatedUs;
  }

  setUpdatedUs(handle: number, us: number): void {
    this.at(handle).updatedUs = us;
  }

  remove(id: number): void {
    this.handles.delete(id);
  }

  idsAfter(afterId: number): number[] {
    return [...this.handles.keys()].filter((id) => id > afterId).sort((a, b) => a - b);
  }

  private at(handle: number): { id: number; row: Row; updatedUs: number } {
    return this.rows[-handle - 1] as { id: number; row: Row; updatedUs: number };
  }
}
