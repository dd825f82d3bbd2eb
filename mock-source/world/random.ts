import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A stream of draws. Every generator takes one; none reads a random source of its own. */
export type Draw = {
  /** Uniform in [0, 1). */
  unit(): number;
  /** Whole number in [low, high]. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  normal(): number;
  /** Exponential with the given mean. */
  wait(mean: number): number;
  /** Gamma with the given shape and scale 1 (Marsaglia and Tsang, 2000). */
  gamma(shape: number): number;
  poisson(mean: number): number;
  pick<T>(items: readonly T[]): T;
  /** Index drawn in proportion to the weights. */
  weighted(weights: readonly number[]): number;
};

/** What a stream is for: two streams of different topics never share draws. */
export const topics = { customer: 1, customerWeek: 2, tutor: 3, tutorWeek: 4, person: 5, signup: 6 } as const;

const mix = (hash: number, value: number): number => {
  let h = Math.imul(hash ^ value, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) + 0x9e3779b9;
};

/** The stream of one topic, entity and day: the same four numbers give the same draws for ever. */
export function drawFor(seed: number, topic: number, entity: number, day = 0): Draw {
  const generator = xoroshiro128plus(mix(mix(mix(mix(seed | 0, topic), entity), day), 0x27d4eb2f) | 0);
  // The first states of neighbouring seeds resemble each other.
  for (let i = 0; i < 4; i++) generator.next();
  return drawOf(() => (generator.next() >>> 0) / 4_294_967_296);
}

function drawOf(unit: () => number): Draw {
  const normal = () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * (1 - unit()) ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const x = normal();
      const v = (1 + x / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(1 - unit()) < x * x * 0.5 + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  const between = (low: number, high: number) => low + Math.floor(unit() * (high - low + 1));
  return {
    unit,
    between,
    chance: (probability) => unit() < probability,
    normal,
    wait: (mean) => -mean * Math.log(1 - unit()),
    gamma,
    poisson: (mean) => {
      let count = 0;
      for (let p = unit(), limit = Math.exp(-mean); p > limit; p *= unit()) count++;
      return count;
    },
    pick: <T>(items: readonly T[]) => items[between(0, items.length - 1)] as T,
    weighted: (weights) => {
      let total = 0;
      for (const weight of weights) total += weight;
      let left = unit() * total;
      for (let i = 0; i < weights.length; i++) {
        left -= weights[i] as number;
        if (left < 0) return i;
      }
      return weights.length - 1;
    },
  };
}
