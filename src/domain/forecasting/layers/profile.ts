/** What a series' hours of the week added up to: the sufficient statistics of its profile. */
export type CellTotals = {
  /** Weighted starts in each hour of the week. */
  counts: Float64Array;
  /** Weighted hours in each, times what they are expected to be multiplied by (level, outside features). */
  exposures: Float64Array;
  group: string | null;
};

/** Rates by hour of the week, for each series, in starts an hour at level 1. */
export type Profiles = {
  rates: readonly Float64Array[];
  /** Share of a series' rates that rests on its own counts, 0 to 1. */
  ownShare(series: number): number;
  /** The same strengths of shrinkage on other totals of the same series: quick, for backtests within the training. */
  refit(totals: readonly CellTotals[]): Profiles;
};

/** A way to get from totals to rates. */
export type ProfileEstimator = (totals: readonly CellTotals[]) => Profiles;
