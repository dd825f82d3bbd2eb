import { fitPriorWeight } from "../stats/prior-weight.ts";

/**
 * Hours before the hour by which bookings are counted, the nearest first. Close together just under a week: where the next
 * weekly session is booked right after one, most of an hour's bookings come within these few hours.
 */
export const bookingLeads = [1, 6, 12, 24, 48, 72, 96, 120, 144, 162, 165, 168] as const;

/** What tells days apart for bookings. */
export const bookingDayTypes = ["weekday", "weekend", "holiday"] as const;
export type BookingDayType = (typeof bookingDayTypes)[number];

/** An hour that has passed: how many there were in the end, and how many of them were booked at each lead. */
export type BookedHour = {
  series: string;
  dayType: BookingDayType;
  total: number;
  /** In the order of `bookingLeads`. */
  bookedAt: readonly number[];
};

/** How much of demand is booked how long before, as plain JSON: it is stored with the run that learned it. */
export type BookingCurve = {
  /** Hours before the hour to which the shares belong: another version may have learned it by others than ours. */
  leads: readonly number[];
  /** Share booked at each lead, by day type, over all series. */
  shares: Record<BookingDayType, number[]>;
  /** The same of each series, drawn towards all of them by as much as it has to say. */
  ofSeries: Record<string, Record<BookingDayType, number[]>>;
  /** Correlation of bookings within an hour, at each lead: by how much shares of hours scatter beyond chance. */
  correlation: number[];
};

/** Tells nothing: nobody is known to book ahead. */
export const emptyBookingCurve: BookingCurve = {
  leads: bookingLeads,
  shares: { weekday: zeros(), weekend: zeros(), holiday: zeros() },
  ofSeries: {},
  correlation: zeros(),
};

/**
 * Learns the curve. Shares of day types are drawn towards the share of all days, and those of series towards that of
 * their day type, as a Beta prior whose weight is measured between them (`fitPriorWeight`).
 */
export function fitBookingCurve(hours: readonly BookedHour[]): BookingCurve {
  const overall = newTally();
  const types = record(bookingDayTypes, newTally);
  const series = new Map<string, Record<BookingDayType, BookingTally>>();
  for (const hour of hours) {
    const own = series.get(hour.series) ?? record(bookingDayTypes, newTally);
    series.set(hour.series, own);
    for (const tally of [overall, types[hour.dayType], own[hour.dayType]]) add(tally, hour);
  }
  const everyDay = overall.booked.map((booked) => (overall.total === 0 ? 0 : booked / overall.total));
  const shares = record(bookingDayTypes, (type) =>
    descending(drawnTowards([types[type]], everyDay)[0] ?? everyDay),
  );
  const codes = [...series.keys()];
  const ofSeries: BookingCurve["ofSeries"] = Object.fromEntries(
    codes.map((code) => [code, record(bookingDayTypes, () => [] as number[])]),
  );
  for (const type of bookingDayTypes) {
    const tallies = codes.map((code) => (series.get(code) ?? types)[type]);
    for (const [index, drawn] of drawnTowards(tallies, shares[type]).entries())
      (ofSeries[codes[index] as string] as Record<BookingDayType, number[]>)[type] = descending(drawn);
  }
  return { leads: bookingLeads, shares, ofSeries, correlation: correlations(hours, ofSeries) };
}

export type UsualBookings = {
  /** Share of an hour's demand that is booked so long before, as a rule; 0 to 1. */
  share: number;
  /** Correlation of bookings within an hour; 0 where shares scatter by chance alone. */
  correlation: number;
};

/** What is usual `leadHours` before an hour: between the leads of the curve on straight lines; all when it begins. */
export function usualBookings(
  curve: BookingCurve,
  { series, dayType, leadHours }: { series: string; dayType: BookingDayType; leadHours: number },
): UsualBookings {
  const shares = curve.ofSeries[series]?.[dayType] ?? curve.shares[dayType];
  const at = (values: readonly number[], atZero: number) => between(curve.leads, values, atZero, leadHours);
  return { share: at(shares, 1), correlation: at(curve.correlation, 0) };
}

/** Law of a count as negative binomial: mean and dispersion as in `CountDistribution`. */
export type CountLaw = { mean: number; dispersion: number };

/**
 * The law of what will still be booked, given what is: P(N = n | b) ∝ P(N = n) · P(b | n), where the whole N is
 * negative binomial and b of n are booked as Beta-binomial with the usual share and correlation. Summed term by term,
 * and kept as the negative binomial of the same mean and variance (Poisson where the variance is not above the mean).
 * With no correlation it is the Gamma-Poisson posterior: mean (1 − p)(k + b) ÷ (k ÷ m + p), dispersion 1 ÷ (k + b),
 * with k = 1 ÷ dispersion of the whole.
 * @param booked sessions booked so far, a whole number
 */
export function remainderLaw(
  whole: CountLaw,
  booked: number,
  { share, correlation }: UsualBookings,
): CountLaw {
  if (whole.mean <= 0 || share >= 1) return { mean: 0, dispersion: 0 };
  if (share <= 0)
    return booked === 0 ? whole : { mean: Math.max(0, whole.mean - booked), dispersion: whole.dispersion };
  // The Beta law of the share: its two weights add up to this.
  const precision = correlation > 0 ? (1 - correlation) / correlation : Number.POSITIVE_INFINITY;
  const sum = { weight: 0, first: 0, second: 0 };
  let term = 1;
  for (let rest = 0; rest < mostRest; rest++) {
    sum.weight += term;
    sum.first += term * rest;
    sum.second += term * rest * rest;
    const n = booked + rest;
    const missed = Number.isFinite(precision)
      ? ((1 - share) * precision + rest) / (precision + n)
      : 1 - share;
    const ratio =
      ((((1 + whole.dispersion * n) / (n + 1)) * whole.mean) / (1 + whole.dispersion * whole.mean)) *
      ((n + 1) / (rest + 1)) *
      missed;
    term *= ratio;
    if (term > scaleAbove) {
      for (const key of ["weight", "first", "second"] as const) sum[key] /= scaleAbove;
      term /= scaleAbove;
    }
    if (ratio < 1 && term < negligible * sum.weight) break;
  }
  const mean = sum.first / sum.weight;
  const variance = sum.second / sum.weight - mean * mean;
  return { mean, dispersion: mean > 0 ? Math.max(0, (variance - mean) / (mean * mean)) : 0 };
}

const mostRest = 1_000_000;
const scaleAbove = 1e200;
const negligible = 1e-13;

type BookingTally = { total: number; booked: number[] };

const newTally = (): BookingTally => ({ total: 0, booked: zeros() });

function zeros(): number[] {
  return bookingLeads.map(() => 0);
}

function add(tally: BookingTally, { total, bookedAt }: BookedHour): void {
  tally.total += total;
  for (const [lead, booked] of bookedAt.entries()) tally.booked[lead] = (tally.booked[lead] ?? 0) + booked;
}

/** Shares of tallies, each drawn towards the expected ones by a weight that is measured between the tallies. */
function drawnTowards(tallies: readonly BookingTally[], expected: readonly number[]): number[][] {
  const shares = tallies.map(zeros);
  for (const [lead, share] of expected.entries()) {
    // A rate of 0 or 1 has no Beta prior; it is kept off the ends by less than any count shows.
    const expectedRate = Math.min(1 - 1e-6, Math.max(1e-6, share));
    const weight = fitPriorWeight(
      tallies.map(({ total, booked }) => ({ trials: total, successes: booked[lead] ?? 0, expectedRate })),
    );
    for (const [index, { total, booked }] of tallies.entries())
      (shares[index] as number[])[lead] = ((booked[lead] ?? 0) + weight * expectedRate) / (total + weight);
  }
  return shares;
}

/** The longer before, the less is booked: what chance has turned round is evened out. */
function descending(shares: readonly number[]): number[] {
  let most = 1;
  return shares.map((share) => {
    most = Math.min(most, share);
    return most;
  });
}

/** By moments: Σ(b − np)² = Σ n p (1 − p) (1 + (n − 1) ρ). */
function correlations(hours: readonly BookedHour[], ofSeries: BookingCurve["ofSeries"]): number[] {
  return bookingLeads.map((_, lead) => {
    let beyondChance = 0;
    let pairs = 0;
    for (const { series, dayType, total, bookedAt } of hours) {
      const share = ofSeries[series]?.[dayType][lead] ?? 0;
      const chance = total * share * (1 - share);
      beyondChance += ((bookedAt[lead] ?? 0) - total * share) ** 2 - chance;
      pairs += (total - 1) * chance;
    }
    return pairs <= 0 ? 0 : Math.min(mostCorrelation, Math.max(0, beyondChance / pairs));
  });
}

/** Beyond this, bookings would say nothing. */
const mostCorrelation = 0.9;

function between(
  leads: readonly number[],
  values: readonly number[],
  atZero: number,
  leadHours: number,
): number {
  let [lastLead, lastValue] = [0, atZero];
  for (const [index, lead] of leads.entries()) {
    const value = values[index] ?? lastValue;
    if (leadHours <= lead)
      return lastValue + ((value - lastValue) * Math.max(0, leadHours - lastLead)) / (lead - lastLead);
    [lastLead, lastValue] = [lead, value];
  }
  return lastValue;
}

function record<Key extends string, Value>(
  keys: readonly Key[],
  make: (key: Key) => Value,
): Record<Key, Value> {
  return Object.fromEntries(keys.map((key) => [key, make(key)])) as Record<Key, Value>;
}
