import { hoursOfWeek, typeCellOf, typeCells } from "../panel-frame.ts";
import { meanRate, poolTotals, typicalRate } from "./flat-totals.ts";
import type { CellTotals, ProfileEstimator, Profiles } from "./profile.ts";
import { type Cells, findVariations, shrinkCells, sumCells } from "./shrunken-profile.ts";

type Tuning = { byType: readonly number[]; byHour: readonly number[] };

/**
 * Rates by Gamma-Poisson empirical Bayes in tiers: the shape that all series share, at the series' own rate; its hours
 * by day type; its 168 hours. Each tier is shrunk to the one before by as much as the series' counts suggest.
 */
export const rateProfile: ProfileEstimator = (totals) => fitProfiles(totals, null);

function fitProfiles(totals: readonly CellTotals[], known: Tuning | null): Profiles {
  const shared = sharedShape(totals);
  const groups = Map.groupBy(totals, ({ group }) => group);
  const typed: Cells[] = totals.map((own) => {
    const sums = sumCells(own, typeCells, typeCellOf);
    const group = own.group === null ? totals : (groups.get(own.group) ?? totals);
    const rate = meanRate(own) ?? typicalRate(group) ?? typicalRate(totals) ?? 1e-3;
    return { ...sums, means: shared.map((factor) => factor * rate) };
  });
  const byType = known?.byType ?? findVariations(typed);
  const typeRates = shrinkCells(typed, byType);
  const hourly: Cells[] = totals.map((own, index) => ({
    ...own,
    means: Float64Array.from({ length: hoursOfWeek }, (_, cell) => typeRates[index]?.[typeCellOf(cell)] ?? 0),
  }));
  const byHour = known?.byHour ?? findVariations(hourly);
  return {
    rates: shrinkCells(hourly, byHour),
    ownShare: (series) => {
      const count = typed[series]?.counts.reduce((sum, own) => sum + own, 0) ?? 0;
      const ownWeight = (byType[series] ?? 0) * (count / typeCells);
      return ownWeight / (1 + ownWeight);
    },
    refit: (others) => fitProfiles(others, { byType, byHour }),
  };
}

/** Hours by day type over all series, as multiples of their rates; never quite nought. */
function sharedShape(totals: readonly CellTotals[]): Float64Array {
  if (totals.length < 2) return new Float64Array(typeCells).fill(1);
  const { counts, exposures } = sumCells(poolTotals(totals), typeCells, typeCellOf);
  return counts.map((count, part) => (count + 0.5) / ((exposures[part] ?? 0) + 0.5));
}
