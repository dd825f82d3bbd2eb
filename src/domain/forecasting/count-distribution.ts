/**
 * Law of a count that is not known yet, as plain data: it goes through workers and into the database as it is.
 *
 * - `negative_binomial`: `known` + a negative binomial with this mean and variance mean + dispersion · mean²
 *   (dispersion 0 is Poisson). `known` is what is booked already; 0 where nothing is.
 * - `normal`: mean and standard deviation, only for references that are stated so.
 */
export type CountDistribution =
  | { kind: "negative_binomial"; mean: number; dispersion: number; known: number }
  | { kind: "normal"; mean: number; sd: number };

/** What is shown and kept of a forecast hour. */
export type HourForecast = {
  distribution: CountDistribution;
  /** Mean of the whole count, what is known included. */
  mean: number;
  median: number;
  /** Limits of the calibrated 95 % interval, in sessions. */
  lower: number;
  upper: number;
};
