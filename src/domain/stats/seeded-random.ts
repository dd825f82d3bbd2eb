/** A number in [0, 1), drawn anew at each call; from a seed, so that a result can be had again. */
export type Random = () => number;

/**
 * A source of random numbers in [0, 1) from whole-number seeds: the same seeds give the same numbers on every machine.
 * For resampling, where results must come out the same again; not for secrets.
 * @see Steele, Lea and Flood, Fast splittable pseudorandom number generators (2014); the 32-bit form called mulberry32
 */
export function seededRandom(...seeds: readonly number[]): Random {
  let state =
    seeds.reduce((mixed, seed) => Math.imul(mixed ^ (seed | 0), 0x9e3779b1) + 0x7f4a7c15, 0x2545f491) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}
