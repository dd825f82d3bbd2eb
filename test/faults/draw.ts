import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";

/** A stream of draws: the same seed and stream give the same draws, everywhere. */
export class Draw {
  readonly #generator: RandomGenerator;

  constructor(seed: number, stream = 0) {
    this.#generator = xoroshiro128plus(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b));
    // The first states of neighbouring seeds resemble each other.
    for (let skipped = 0; skipped < 4; skipped++) this.#generator.next();
  }

  /** A whole number from 0 to 2^31 - 1. */
  number(): number {
    return this.#generator.next() >>> 1;
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + (this.number() % (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.number() < probability * 0x80000000;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.number() % choices.length] as T;
  }

  /** `length` things, made one after the other. */
  list<T>(length: number, make: (index: number) => T): T[] {
    return Array.from({ length }, (_, index) => make(index));
  }
}
