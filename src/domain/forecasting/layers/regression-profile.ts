import { hoursOfWeek } from "../panel-frame.ts";
import { meanRate, poolTotals, typicalRate } from "./flat-totals.ts";
import type { CellTotals, ProfileEstimator, Profiles } from "./profile.ts";
import { type Cells, findVariations, shrinkCells } from "./shrunken-profile.ts";
import { type EffectVariances, fitWeek, nextVariances, type WeekFit } from "./week-regression.ts";

/** Where the search for variances begins: hours differ by a factor of e, days and weekends by half of that. */
const firstVariances: EffectVariances = [4, 1, 0.25, 0.25];
/** The whole and the groups have counts enough for a prior that is as good as none. */
const wideVariances: EffectVariances = [25, 4, 1, 1];
const varianceRounds = 4;
/** Series by which the variances are found; of more, every nth. */
const mostForVariances = 40;

type Tuning = { variances: EffectVariances; variations: readonly number[]; fits: readonly WeekFit[] };

/**
 * Rates by a Poisson regression on hour × weekend and day of the week, in three tiers: all series give the shape that
 * a group departs from, the group gives the one that a series departs from, and each series' own 168 hours depart
 * from its regression. How far each may depart is learnt from how far they do (empirical Bayes), so a thin series
 * keeps its group's week and a busy one has its own.
 */
export const regressionProfile: ProfileEstimator = (totals) => fitProfiles(totals, null);

function fitProfiles(totals: readonly CellTotals[], known: Tuning | null): Profiles {
  const parents = parentShapes(totals);
  const data = totals.map((own, index) => ({
    ...own,
    offsets: parents[index] ?? new Float64Array(hoursOfWeek),
  }));
  const variances = known?.variances ?? findVariances(data);
  const fits = data.map((own, index) => fitWeek(own, variances, known?.fits[index]?.effects));
  const regressed: Cells[] = fits.map(({ logRates }, index) => ({
    counts: totals[index]?.counts ?? new Float64Array(hoursOfWeek),
    exposures: totals[index]?.exposures ?? new Float64Array(hoursOfWeek),
    means: logRates.map(Math.exp),
  }));
  const variations = known?.variations ?? findVariations(regressed);
  return {
    rates: shrinkCells(regressed, variations),
    ownShare: (series) => fits[series]?.posterior().ownShare ?? 0,
    refit: (others) => fitProfiles(others, { variances, variations, fits }),
  };
}

/** ln of the rates that each series departs from: its group's shape at its own rate, or at the group's usual one. */
function parentShapes(totals: readonly CellTotals[]): Float64Array[] {
  const flat = new Float64Array(hoursOfWeek);
  const all = totals.length > 1 ? shapeOf(poolTotals(totals), flat) : flat;
  const byGroup = Map.groupBy(totals, ({ group }) => group);
  const shapes = new Map<string | null, Float64Array>();
  for (const [group, members] of byGroup)
    shapes.set(group, group === null || members.length < 2 ? all : shapeOf(poolTotals(members), all));
  return totals.map((own) => {
    const members = own.group === null ? totals : (byGroup.get(own.group) ?? totals);
    const rate = meanRate(own) ?? typicalRate(members) ?? typicalRate(totals) ?? 1e-3;
    return (shapes.get(own.group) ?? all).map((value) => value + Math.log(rate));
  });
}

const shapeOf = (pooled: CellTotals, parent: Float64Array) =>
  fitWeek({ ...pooled, offsets: parent }, wideVariances).logRates;

type Offset = CellTotals & { offsets: Float64Array };

/** Empirical Bayes by EM over a sample of the series that have counts. */
function findVariances(data: readonly Offset[]): EffectVariances {
  const seen = data.filter((own) => meanRate(own) !== null);
  const step = Math.max(1, Math.ceil(seen.length / mostForVariances));
  const sample = seen.filter((_, index) => index % step === 0);
  let variances = firstVariances;
  let fits: WeekFit[] = [];
  for (let round = 0; round < varianceRounds && sample.length > 0; round++) {
    fits = sample.map((own, index) => fitWeek(own, variances, fits[index]?.effects));
    variances = nextVariances(fits);
  }
  return variances;
}
