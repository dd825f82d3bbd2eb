const idsPerBlock = 1024;
const bitsPerWord = 32;

/**
 * Which ids there are, at a bit each where they stand close together: 27 million in 7 MB. Takes no more than
 * `maxBlocks` blocks of 1,024 neighbouring ids, so that ids scattered over all numbers cannot fill the memory.
 */
export class IdSet {
  private readonly blocks = new Map<number, Uint32Array>();
  private readonly maxBlocks: number;

  constructor(maxBlocks: number) {
    this.maxBlocks = maxBlocks;
  }

  has(id: number): boolean {
    const block = this.blocks.get(Math.floor(id / idsPerBlock));
    const bit = id % idsPerBlock;
    return block !== undefined && ((block[bit >>> 5] ?? 0) & (1 << (bit % bitsPerWord))) !== 0;
  }

  /** Adds an id; false where it was there already, or where there is no room to note it. */
  add(id: number): boolean {
    const key = Math.floor(id / idsPerBlock);
    let block = this.blocks.get(key);
    if (block === undefined) {
      if (this.blocks.size >= this.maxBlocks) return false;
      block = new Uint32Array(idsPerBlock / bitsPerWord);
      this.blocks.set(key, block);
    }
    const bit = id % idsPerBlock;
    const mask = 1 << (bit % bitsPerWord);
    const word = block[bit >>> 5] ?? 0;
    if ((word & mask) !== 0) return false;
    block[bit >>> 5] = word | mask;
    return true;
  }
}
