import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";

/** What a stream is for: two streams of different topics never share draws. */
export const topics = {
  customer: 1,
  customerWeek: 2,
  tutor: 3,
  tutorWeek: 4,
  person: 5,
  signup: 6,
  consent: 7,
} as const;

/** A stream of draws. Every generator takes one; none reads a random source of its own. */
export class Draw {
  private readonly generator: RandomGenerator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
    // The first states of neighbouring seeds resemble each other.
    for (let i = 0; i < 4; i++) this.generator.next();
  }

  /** Uniform in [0, 1). */
  unit(): number {
    return (this.generator.next() >>> 0) / 4_294_967_296;
  }

  /** Whole number in [low, high]. */
  between(low: number, high: number): number {
    return low + Math.floor(this.unit() * (high - low + 1));
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
  }

  /** Exponential with the given mean. */
  wait(mean: number): number {
    return -mean * Math.log(1 - this.unit());
  }

  /** Gamma with the given shape and scale 1 (Marsaglia and Tsang, 2000). */
  gamma(shape: number): number {
    if (shape < 1) return this.gamma(shape + 1) * (1 - this.unit()) ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const x = this.normal();
      const v = (1 + x / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(1 - this.unit()) < x * x * 0.5 + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  /** For small means (Knuth). */
  poisson(mean: number): number {
    const limit = Math.exp(-mean);
    let count = 0;
    for (let p = this.unit(); p > limit; p *= this.unit()) count++;
    return count;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.between(0, items.length - 1)] as T;
  }

  /** Index drawn in proportion to the weights. */
  weighted(weights: readonly number[]): number {
    let total = 0;
    for (let i = 0; i < weights.length; i++) total += weights[i] as number;
    let left = this.unit() * total;
    for (let i = 0; i < weights.length; i++) {
      left -= weights[i] as number;
      if (left < 0) return i;
    }
    return weights.length - 1;
  }
}

/** Avalanche of murmur3, so that neighbouring numbers give unrelated streams. */
const mix = (hash: number, value: number): number => {
  let h = Math.imul(hash ^ value, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) + 0x9e3779b9;
};

/** The stream of one topic, entity and day: the same four numbers give the same draws for ever. */
export function drawFor(seed: number, topic: number, entity: number, day = 0): Draw {
  return new Draw(mix(mix(mix(mix(seed | 0, topic), entity), day), 0x27d4eb2f) | 0);
}
