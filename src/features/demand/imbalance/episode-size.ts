import { massesOf, type PartlyKnownCount } from "../capacity/count-masses.ts";

/** How many sessions of an episode go unserved. */
export type UnservedLaw = { mean: number; masses: Float64Array };

/**
 * The law of the sessions that go unserved over several hours: the sum of what each hour's demand has over its capacity. An
 * excess between two whole numbers is split between them, which keeps the mean. Hours are taken as independent of each
 * other, as their laws hold what is uncertain about each: the range is too narrow where one cause moves them all.
 */
export function unservedOver(hours: readonly { law: PartlyKnownCount; capacity: number }[]): UnservedLaw {
  const sum = hours.reduce<Float64Array>(
    (total, hour) => convolved(total, excessMasses(hour)),
    Float64Array.of(1),
  );
  return { mean: sum.reduce((mean, mass, sessions) => mean + mass * sessions, 0), masses: trimmed(sum) };
}

/** P(at least so many sessions go unserved). */
export function probabilityOfUnserved({ masses }: UnservedLaw, least: number): number {
  let under = 0;
  for (let sessions = 0; sessions < masses.length && sessions < least; sessions++)
    under += masses[sessions] ?? 0;
  return Math.min(1, Math.max(0, 1 - under));
}

/** The smallest number that is not exceeded with a probability of at least `probability`. */
export function unservedQuantile({ masses }: UnservedLaw, probability: number): number {
  let sum = 0;
  for (let sessions = 0; sessions < masses.length; sessions++) {
    sum += masses[sessions] ?? 0;
    if (sum >= probability) return sessions;
  }
  return masses.length - 1;
}

function excessMasses({ law, capacity }: { law: PartlyKnownCount; capacity: number }): Float64Array {
  const ofCounts = massesOf(law);
  const most = Math.max(0, Math.ceil(law.known + ofCounts.length - 1 - capacity));
  const masses = new Float64Array(most + 2);
  for (const [count, mass] of ofCounts.entries()) {
    const excess = Math.max(0, law.known + count - capacity);
    const whole = Math.floor(excess);
    const rest = excess - whole;
    masses[whole] = (masses[whole] ?? 0) + mass * (1 - rest);
    masses[whole + 1] = (masses[whole + 1] ?? 0) + mass * rest;
  }
  return trimmed(masses);
}

function convolved(a: Float64Array, b: Float64Array): Float64Array {
  const sum = new Float64Array(a.length + b.length - 1);
  for (const [at, mass] of a.entries())
    for (const [more, other] of b.entries()) sum[at + more] = (sum[at + more] as number) + mass * other;
  return trimmed(sum);
}

/** Without the numbers at the end that are as good as impossible. */
function trimmed(masses: Float64Array): Float64Array {
  let length = masses.length;
  let tail = 0;
  while (length > 1 && tail + (masses[length - 1] as number) < 1e-9) tail += masses[--length] as number;
  return masses.subarray(0, length);
}
