import type { ForecastScores } from "#domain/forecasting/forecast-scores.ts";
import { type BacktestSummary, sizeThirds } from "#domain/forecasting/summarise-backtest.ts";

export type ScoreRow = Record<string, string | number | null>;

/** One line for each model. */
export function modelRows(models: readonly BacktestSummary[], seriesCount: number): ScoreRow[] {
  return models.map(({ kind, overall, fitSeconds, predictSeconds }) => ({
    model: kind,
    ...scoreCells(overall),
    fit_s: rounded(fitSeconds / seriesCount, 4),
    predict_s: rounded(predictSeconds / seriesCount, 4),
  }));
}

/** Lines for one model: each third of the series by size, each day ahead. */
export function detailRows({ bySize, byDay }: BacktestSummary): ScoreRow[] {
  return [
    ...sizeThirds.map((third) => ({ hours: `${third} series`, ...scoreCells(bySize[third]) })),
    ...byDay.map((scores, day) => ({ hours: `day ${day + 1}`, ...scoreCells(scores) })),
  ];
}

function scoreCells(scores: ForecastScores): ScoreRow {
  return {
    wape: rounded(scores.wape),
    floor: rounded(scores.wapeFloor),
    over_floor: rounded(scores.wapeOverFloor),
    mase: rounded(scores.mase),
    mape_5: rounded(scores.mape),
    bias: rounded(scores.bias),
    deviance: rounded(scores.deviance),
    coverage: rounded(scores.coverage),
    exact_law: rounded(scores.exactCoverage),
    width: rounded(scores.width, 2),
    msis: rounded(scores.msis),
  };
}

function rounded(value: number | null, digits = 3): number | null {
  return value === null ? null : Number(value.toFixed(digits));
}

/** Rows as a table in Markdown. */
export function toMarkdownTable(rows: readonly ScoreRow[]): string {
  const names = Object.keys(rows[0] ?? {});
  const line = (cells: readonly unknown[]) => `| ${cells.map((cell) => cell ?? "–").join(" | ")} |`;
  return [
    line(names.map((name) => name.replaceAll("_", " "))),
    line(names.map(() => "---")),
    ...rows.map((row) => line(names.map((name) => row[name]))),
  ].join("\n");
}

/** Dates of instants, in UTC, as one text. */
export function datesOf(instants: readonly Date[]): string {
  return instants.map((at) => at.toISOString().slice(0, 10)).join(", ");
}
