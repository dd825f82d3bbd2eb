type Cells = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;
type CellsClass = { new (size: number): Cells; readonly BYTES_PER_ELEMENT: number };

/** A column of numbers that grows by chunks: a few bytes per row, no copy when it grows, no object per row. */
export type Column = {
  readonly length: number;
  readonly bytesPerRow: number;
  push(value: number): void;
  at(index: number): number;
  put(index: number, value: number): void;
};

const chunkBits = 13;
const chunkRows = 2 ** chunkBits;
const withinChunk = chunkRows - 1;

/** One class per kind of cell, so that the engine compiles each for its own kind: mixed, reads are ten times slower. */
function columnOf(Kind: CellsClass): new () => Column {
  return class {
    length = 0;
    readonly bytesPerRow = Kind.BYTES_PER_ELEMENT;
    readonly chunks: Cells[] = [];

    push(value: number): void {
      const chunk = this.length >> chunkBits;
      if (chunk === this.chunks.length) this.chunks.push(new Kind(chunkRows));
      (this.chunks[chunk] as Cells)[this.length++ & withinChunk] = value;
    }

    at(index: number): number {
      return (this.chunks[index >> chunkBits] as Cells)[index & withinChunk] as number;
    }

    put(index: number, value: number): void {
      (this.chunks[index >> chunkBits] as Cells)[index & withinChunk] = value;
    }
  };
}

const Float64Column = columnOf(Float64Array);
const Int32Column = columnOf(Int32Array);
const Uint32Column = columnOf(Uint32Array);
const Uint16Column = columnOf(Uint16Array);
const Uint8Column = columnOf(Uint8Array);

export const float64Column = (): Column => new Float64Column();
export const int32Column = (): Column => new Int32Column();
export const uint32Column = (): Column => new Uint32Column();
export const uint16Column = (): Column => new Uint16Column();
export const uint8Column = (): Column => new Uint8Column();

/** What one row takes over all columns of a table. */
export const bytesPerRowOf = (columns: Record<string, Column>): number =>
  Object.values(columns).reduce((sum, column) => sum + column.bytesPerRow, 0);
