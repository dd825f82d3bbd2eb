type Numbers = Float64Array | Int32Array | Uint32Array | Uint8Array;

/** A typed column that grows: millions of rows at a few bytes each, without an object per row. */
export class Column<A extends Numbers> {
  length = 0;
  private cells: A;
  private readonly make: (size: number) => A;

  constructor(make: (size: number) => A) {
    this.make = make;
    this.cells = make(1024);
  }

  push(value: number): void {
    if (this.length === this.cells.length) {
      const larger = this.make(Math.ceil(this.cells.length * 1.5));
      larger.set(this.cells);
      this.cells = larger;
    }
    this.cells[this.length++] = value;
  }

  at(index: number): number {
    return this.cells[index] as number;
  }

  put(index: number, value: number): void {
    this.cells[index] = value;
  }
}

export const float64Column = () => new Column((size) => new Float64Array(size));
export const int32Column = () => new Column((size) => new Int32Array(size));
export const uint32Column = () => new Column((size) => new Uint32Array(size));
export const uint8Column = () => new Column((size) => new Uint8Array(size));
