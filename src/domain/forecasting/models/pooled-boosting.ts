import { PanelHistory } from "../boosting/panel-history.ts";
import { type Booster, type BoostingOptions, boostPoisson } from "../boosting/poisson-booster.ts";
import { trainingRows } from "../boosting/training-rows.ts";
import type { FittedMeans, MeanModel } from "../mean-model.ts";
import type { Panel } from "../panel.ts";
import { slicePanel } from "../panel-slice.ts";
import { trainingFolds } from "../training-folds.ts";
import { BoostedParts } from "./boosted-parts.ts";
import { fitOnce } from "./fit-once.ts";

/** Few and small trees, slowly: days of all series share surprises, so that there is less to learn than there are hours. */
const options: BoostingOptions = {
  trees: 60,
  rate: 0.08,
  rowShare: 0.5,
  seed: 1,
  dispersion: 0.1,
  depth: 3,
  leastBend: 20,
  ridge: 20,
  mostChange: 1,
};
/** Hours that are learnt from: more would take longer and change little. Fewer where trees only tell how wrong they are. */
const mostRows = { forecast: 30_000, fold: 10_000 };
/** Of the weeks that are set aside in the training, as many are forecast by the same trees. */
const foldsWithSameTrees = 3;
/** From this share on a forecast rests on its own history. */
const ownEnough = 0.95;

/**
 * Gradient boosting over all series with the Poisson loss. Each series' level and week are kept up day by day, shrunk to
 * those it is with; trees learn from all series what is to be corrected, by hour, day, distance, how the level and the
 * hour have moved of late, and outside features. Holidays and closures are as in `multiplicativeModel`.
 */
export const pooledBoosting: MeanModel = fitOnce({
  kind: "pooled-boosting",
  title: "Boosting over all series",
  fit: (panel) => {
    const trees = new TreesBefore(panel);
    const refit = (part: Panel): FittedMeans => toMeans(part, wholeHistory(part), trees.before(part), refit);
    const { rows, history } = trainingRows(panel, mostRows.forecast);
    return toMeans(panel, history, boostPoisson(rows, options), refit);
  },
});

/** Trees for stretches of a panel: learnt from what lies before a few places, so that few have to be grown. */
class TreesBefore {
  readonly #ends: readonly number[];
  readonly #grown = new Map<number, Booster>();

  constructor(panel: Panel) {
    this.#ends = trainingFolds(panel)
      .filter((_, fold) => fold % foldsWithSameTrees === foldsWithSameTrees - 1)
      .map(({ from }) => from);
  }

  /** What could be learnt at the end of a stretch from its beginning on, or somewhat earlier. */
  before(part: Panel): Booster {
    const hours = part.slots.length;
    const end = this.#ends.find((place) => place <= hours) ?? hours;
    const booster =
      this.#grown.get(end) ??
      boostPoisson(trainingRows(slicePanel(part, 0, end), mostRows.fold).rows, options);
    this.#grown.set(end, booster);
    return booster;
  }
}

function wholeHistory(panel: Panel): PanelHistory {
  const history = new PanelHistory(panel);
  while (history.day < history.frame.days) history.step();
  return history;
}

function toMeans(
  panel: Panel,
  history: PanelHistory,
  booster: Booster,
  refit: FittedMeans["refit"],
): FittedMeans {
  const parts = new BoostedParts(panel, history, booster);
  return {
    means: (series, slots) => parts.means(series, slots),
    refit,
    isOpen: (series, hour) => history.learnt[series]?.closed[history.frame.dayOf[hour] ?? 0] !== 1,
    openChance: (series, slot) => parts.openChance(series, slot),
    explain: (series, slot) => parts.of(series, slot),
    parameters: (series) => ({
      trees: booster.trees,
      level: history.series[series]?.level() ?? null,
      weekShape: Array.from(parts.shape(series), (shape) => Number(shape.toPrecision(4))),
    }),
    basis: (series) => {
      const known =
        history.learnt[series]?.known.reduce((hours, weight) => hours + (weight > 0 ? 1 : 0), 0) ?? 0;
      const ownShare = history.series[series]?.ownShare() ?? 0;
      const lender = panel.series[series]?.group ?? "all series";
      return { ownShare, ownWeeks: known / 168, borrowedFrom: ownShare > ownEnough ? null : lender };
    },
  };
}
