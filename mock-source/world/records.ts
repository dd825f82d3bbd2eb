const chunkBits = 10;
const chunkRows = 2 ** chunkBits;
const withinChunk = chunkRows - 1;

/**
 * Rows of numbers kept together, without an object per row: for what is read and written row by row at random,
 * where a row that lies in one place is several times faster than one spread over columns. Rows count from 0.
 */
export class Records {
  length = 0;
  readonly fields: number;
  private readonly chunks: Float64Array[] = [];

  constructor(fields: number) {
    this.fields = fields;
  }

  get bytesPerRow(): number {
    return this.fields * Float64Array.BYTES_PER_ELEMENT;
  }

  /** Adds a row of zeros and returns it. */
  add(): number {
    if (this.length >> chunkBits === this.chunks.length) {
      this.chunks.push(new Float64Array(chunkRows * this.fields));
    }
    return this.length++;
  }

  at(row: number, field: number): number {
    return (this.chunks[row >> chunkBits] as Float64Array)[
      (row & withinChunk) * this.fields + field
    ] as number;
  }

  put(row: number, field: number, value: number): void {
    (this.chunks[row >> chunkBits] as Float64Array)[(row & withinChunk) * this.fields + field] = value;
  }
}
