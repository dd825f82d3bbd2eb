import { formatCount, formatDecimal, formatPercent } from "#ui/figures/format.ts";
import type { AccuracyFigures } from "../schemas/accuracy.ts";

/** Error by the floor that chance sets: 1 is as good as can be; null where either is not known. */
export function errorByFloor({
  wape,
  floorWape,
}: Pick<AccuracyFigures, "wape" | "floorWape">): number | null {
  return wape === null || floorWape === null || floorWape <= 0 ? null : wape / floorWape;
}

/** Deviance by that of the reference: under 1 is better than the four-week mean. */
export function devianceRatio({
  deviance,
  referenceDeviance,
}: Pick<AccuracyFigures, "deviance" | "referenceDeviance">): number | null {
  return deviance === null || referenceDeviance === null || referenceDeviance <= 0
    ? null
    : deviance / referenceDeviance;
}

/** What the figures mean, a sentence for each; those that cannot be told are left out. */
export function accuracyInWords(figures: AccuracyFigures, targetMape: number): string[] {
  return [
    errorSentence(figures),
    referenceSentence(figures),
    coverageSentence(figures),
    biasSentence(figures),
    mapeSentence(figures, targetMape),
  ].filter((sentence) => sentence !== null);
}

function errorSentence(figures: AccuracyFigures): string | null {
  const ratio = errorByFloor(figures);
  if (ratio === null) return null;
  return `Forecasts missed by ${formatPercent(figures.wape, 0)} of all sessions, hour by hour. Even a forecast that knows the true rate of each hour would miss by ${formatPercent(figures.floorWape, 0)}, because customers come by chance: 0\u00a0% is not possible. The error is ${formatDecimal(ratio, 2)} times that floor.`;
}

function referenceSentence(figures: AccuracyFigures): string | null {
  const { wape, referenceWape } = figures;
  if (wape === null || referenceWape === null) return null;
  const ratio = devianceRatio(figures);
  const deviance =
    ratio === null ? "" : ` Deviance is ${formatDecimal(ratio, 2)} of the reference's; under 1 is better.`;
  return `The reference, the mean of the same hour in the last four weeks, missed by ${formatPercent(referenceWape, 0)}.${deviance}`;
}

function coverageSentence({ coverage, exactCoverage }: AccuracyFigures): string | null {
  if (coverage === null || exactCoverage === null) return null;
  return `95\u00a0% bands held ${formatPercent(coverage)} of hours. Sessions are whole numbers, so an exact law would have held ${formatPercent(exactCoverage)}.`;
}

function biasSentence({ bias }: AccuracyFigures): string | null {
  if (bias === null) return null;
  if (Math.abs(bias) < 0.005) return "In sum, forecasts were neither too high nor too low.";
  return `In sum, forecasts were ${formatPercent(Math.abs(bias))} too ${bias > 0 ? "high" : "low"}.`;
}

function mapeSentence({ mape, busyHours, hours }: AccuracyFigures, target: number): string {
  if (mape === null || busyHours === 0)
    return "No hour had five sessions or more, so an error in per cent of an hour (MAPE) means nothing here.";
  return `In the ${formatCount(busyHours)} of ${formatCount(hours)} hours with five sessions or more, an hour was missed by ${formatPercent(mape, 0)} on average (MAPE; asked for: under ${formatPercent(target, 0)}, which chance allows only where hours are busy).`;
}
