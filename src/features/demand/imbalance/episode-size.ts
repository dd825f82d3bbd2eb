import normalCdf from "@stdlib/stats-base-dists-normal-cdf";
import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import { massesOf, type PartlyKnownCount } from "../capacity/count-masses.ts";

/** How many sessions of an episode go unserved: `masses[n]` is the probability of n · `unit` of them. */
export type UnservedLaw = { mean: number; unit: number; masses: Float64Array };

type Hour = { law: PartlyKnownCount; capacity: number };

/**
 * The law of the sessions that go unserved over several hours: the sum of what each hour's demand has over its capacity. An
 * excess between two whole numbers is split between them, which keeps the mean. Where hundreds may go unserved the numbers
 * are those of a unit of sessions, so that a long episode of a large subject takes as little time as any.
 *
 * Hours err together: what is still to come of them has rates that are off by a share of themselves, of which `shared` is
 * the variance that they have in common. So the counts hang together by one normal factor Z (a Gaussian copula): given
 * Z = z, hours are independent, and P(Y ≤ k | z) = Φ((Φ⁻¹(P(Y ≤ k)) − λ z) ÷ √(1 − λ²)) with λ = √shared · mean ÷ standard
 * deviation, which gives two hours the covariance shared · mean · mean. Each hour's own law stays as it is, and with it the
 * mean; the sums are weighed over z by the trapezoid rule. With `shared` 0 hours are independent.
 * @see Li, Journal of Fixed Income 9 (2000), and Vasicek, Risk 15 (2002), for sums under one factor
 */
export function unservedOver(hours: readonly Hour[], shared: number): UnservedLaw {
  const counts = hours.map((hour) => ({ ...hour, ...spreadOf(hour.law, shared) }));
  const unit = Math.max(1, Math.ceil(counts.reduce((sum, count) => sum + mostExcess(count), 0) / mostPlaces));
  const places = counts.some(({ loading }) => loading > 0) ? factorPlaces : [{ z: 0, weight: 1 }];
  let sum: Float64Array = Float64Array.of(0);
  for (const { z, weight } of places) {
    const given = counts.reduce<Float64Array>(
      (total, count) => convolved(total, excessMasses(count, massesGiven(count, z), unit)),
      Float64Array.of(1),
    );
    sum = added(sum, given, weight);
  }
  const mean = unit * sum.reduce((total, mass, place) => total + mass * place, 0);
  return { mean, unit, masses: trimmed(sum) };
}

/** Beyond this hardly anything would be an hour's own, and sums over z would need finer steps. */
const mostLoading = 0.95;

/** λ of an hour: the share of its standard deviation that the common factor makes. */
function loadingOf({ mean, dispersion }: PartlyKnownCount, shared: number): number {
  if (mean <= 0 || shared <= 0) return 0;
  return Math.min(mostLoading, (Math.sqrt(shared) * mean) / Math.sqrt(mean + dispersion * mean ** 2));
}

const [farthest, step] = [5, 0.5];

/** Places of the factor and their weights: on a smooth integrand the trapezoid rule errs by less than any digit shown. */
const factorPlaces = (() => {
  const zs = Array.from({ length: (2 * farthest) / step + 1 }, (_, place) => place * step - farthest);
  const total = zs.reduce((sum, z) => sum + Math.exp((-z * z) / 2), 0);
  return zs.map((z) => ({ z, weight: Math.exp((-z * z) / 2) / total }));
})();

/** A count's masses, and Φ⁻¹(P(Y ≤ k)) at each of them; infinite at the last. */
type Spread = { masses: Float64Array; scores: Float64Array; loading: number };

function spreadOf(law: PartlyKnownCount, shared: number): Spread {
  const masses = massesOf(law);
  let atMost = 0;
  const scores = masses.map((mass, count) => {
    atMost += mass;
    const isLast = count === masses.length - 1 || atMost >= 1;
    return isLast ? Number.POSITIVE_INFINITY : normalQuantile(atMost, 0, 1);
  });
  return { masses, scores, loading: loadingOf(law, shared) };
}

function massesGiven({ masses, scores, loading }: Spread, z: number): Float64Array {
  if (loading === 0) return masses;
  const own = Math.sqrt(1 - loading * loading);
  let before = 0;
  return scores.map((score) => {
    const upTo = score === Number.POSITIVE_INFINITY ? 1 : normalCdf((score - loading * z) / own, 0, 1);
    const mass = Math.max(0, upTo - before);
    before = Math.max(before, upTo);
    return mass;
  });
}

function added(sum: Float64Array, more: Float64Array, weight: number): Float64Array {
  const total = new Float64Array(Math.max(sum.length, more.length));
  total.set(sum);
  for (const [at, mass] of more.entries()) total[at] = (total[at] as number) + weight * mass;
  return total;
}

/** P(at least so many sessions go unserved). */
export function probabilityOfUnserved({ unit, masses }: UnservedLaw, least: number): number {
  let under = 0;
  for (let place = 0; place < masses.length && place * unit < least; place++) under += masses[place] ?? 0;
  return Math.min(1, Math.max(0, 1 - under));
}

/** The smallest number that is not exceeded with a probability of at least `probability`. */
export function unservedQuantile({ unit, masses }: UnservedLaw, probability: number): number {
  let sum = 0;
  for (let place = 0; place < masses.length; place++) {
    sum += masses[place] ?? 0;
    if (sum >= probability) return place * unit;
  }
  return (masses.length - 1) * unit;
}

/** More numbers than this are not told apart in a sum. */
const mostPlaces = 600;

const mostExcess = ({ law, capacity, masses }: Hour & { masses: Float64Array }) =>
  Math.max(0, law.known + masses.length - 1 - capacity);

function excessMasses({ law, capacity }: Hour, ofCounts: Float64Array, unit: number): Float64Array {
  const most = Math.max(0, Math.ceil((law.known + ofCounts.length - 1 - capacity) / unit));
  const masses = new Float64Array(most + 2);
  for (const [count, mass] of ofCounts.entries()) {
    const excess = Math.max(0, law.known + count - capacity) / unit;
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
