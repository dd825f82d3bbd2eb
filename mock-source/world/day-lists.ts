/** Lists of whole numbers by day: what falls due on a day, or waits for it. A list goes when its day is taken. */
export class DayLists {
  private readonly lists = new Map<number, { cells: Int32Array; length: number }>();

  add(day: number, value: number): void {
    let list = this.lists.get(day);
    if (!list) {
      list = { cells: new Int32Array(64), length: 0 };
      this.lists.set(day, list);
    }
    if (list.length === list.cells.length) {
      const larger = new Int32Array(list.length * 2);
      larger.set(list.cells);
      list.cells = larger;
    }
    list.cells[list.length++] = value;
  }

  /** The day's list, in the order of adding. */
  of(day: number): Int32Array {
    const list = this.lists.get(day);
    return list ? list.cells.subarray(0, list.length) : new Int32Array(0);
  }

  take(day: number): Int32Array {
    const list = this.of(day);
    this.lists.delete(day);
    return list;
  }
}
