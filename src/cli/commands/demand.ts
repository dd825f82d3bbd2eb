import { type Command, Option } from "commander";
import type { BusinessCalendar } from "#domain/forecasting/calendar.ts";
import { comparisonModels } from "#domain/forecasting/comparison-models.ts";
import type { ForecastModel } from "#domain/forecasting/forecast-model.ts";
import { plainCalendar } from "#domain/forecasting/hour-slots.ts";
import type { Panel } from "#domain/forecasting/panel.ts";
import { usCalendar } from "#domain/forecasting/us-calendar.ts";
import { loadAugurs } from "#platform/augurs/load-augurs.ts";
import { instant, positiveInteger } from "../arguments.ts";
import type { OpenContext } from "../command-context.ts";
import { evaluateMade } from "../demand/evaluate-made.ts";
import { evaluateSums } from "../demand/evaluate-sums.ts";
import { panelOfCounts } from "../demand/panel-of-counts.ts";
import { readCounts } from "../demand/read-counts.ts";
import { type BacktestReport, runBacktest, selectNow } from "../demand/run-backtest.ts";
import { datesOf, detailRows, modelRows, toMarkdownTable } from "../demand/score-rows.ts";
import { sharedInWords, sumRows } from "../demand/sum-rows.ts";
import { printJson, printRows } from "../print.ts";
import { createProgress, type Progress } from "../progress.ts";
import { writeModelsPage } from "../write-models-page.ts";
import { addBookingsCommand } from "./demand-bookings.ts";
import { addForecastCommands } from "./demand-forecast.ts";

const calendars: Record<string, BusinessCalendar> = { us: usCalendar, none: plainCalendar };

type SeriesOptions = {
  csv: string;
  timezone?: string;
  calendar: string;
  fillZeros?: boolean;
  until?: Date;
  origins: number;
  horizon: number;
  stepDays?: number;
  trainDays: number;
};

/** `ops demand`: forecast the stored subjects, or try the forecasts on anyone's hourly counts, without a database. */
export function registerDemandCommand(program: Command, open: OpenContext): void {
  const demand = program.command("demand").description("forecasts of hourly counts");
  addForecastCommands(demand, open);
  addBookingsCommand(demand, open);
  addSumsCommand(demand, program);
  withSeriesOptions(demand.command("backtest"))
    .description("every model and the selection on past weeks of a CSV with the columns series, ts, count")
    .option(
      "--compare",
      "boosting by itself, MSTL and Prophet, too: about a second more for each series and origin",
    )
    .action(async ({ compare, ...options }: SeriesOptions & { compare?: boolean }) => {
      await printBacktest(options, {
        json: program.opts<{ json?: boolean }>().json === true,
        compare: compare === true,
      });
    });
  withSeriesOptions(demand.command("evaluate"))
    .description("the tables of docs/models.md: a CSV's backtest, and made series whose rates are known")
    .option("--write", "write the tables into docs/models.md")
    .action(async ({ write, ...options }: SeriesOptions & { write?: boolean }) => {
      await evaluate(options, {
        json: program.opts<{ json?: boolean }>().json === true,
        write: write === true,
      });
    });
}

function addSumsCommand(demand: Command, program: Command): void {
  withSeriesOptions(demand.command("evaluate-sums"))
    .description(
      "bands of sums over hours and series of a CSV, with and without what their hours err together",
    )
    .option("--write", "write the table into docs/models.md")
    .action(async ({ write, ...options }: SeriesOptions & { write?: boolean }) => {
      const progress = createProgress();
      const panel = await readPanel(options, progress);
      const { sums, shared } = await evaluateSums(panel, {
        origins: options.origins,
        horizonHours: options.horizon,
        stepHours: (options.stepDays ?? options.horizon / 24) * 24,
        trainingHours: options.trainDays * 24,
        timezone: options.timezone ?? "UTC",
        onProgress: (done, total) => progress.step("sums", done, total),
      });
      progress.end();
      const rows = sumRows(sums);
      if (write === true) {
        const text = `${toMarkdownTable(rows)}\n\n${sharedInWords(shared)}`;
        await writeModelsPage({ "demand sums": text });
      }
      if (program.opts<{ json?: boolean }>().json === true) printJson({ sums: rows, shared });
      else {
        printRows(rows, { format: "table" });
        process.stdout.write(`\n${sharedInWords(shared)}\n`);
      }
    });
}

function withSeriesOptions(command: Command): Command {
  return command
    .requiredOption(
      "--csv <file>",
      "hourly counts; further columns are outside features, `group` is a category",
    )
    .option("--origins <n>", "how many times the past is forecast", positiveInteger, 4)
    .option("--horizon <hours>", "hours forecast from each origin", positiveInteger, 168)
    .option("--step-days <days>", "days from one origin to the next; the horizon otherwise", positiveInteger)
    .option("--train-days <days>", "days of history before each origin", positiveInteger, 90)
    .option("--until <instant>", "leave out what came from then on", instant)
    .option("--timezone <name>", "clock of the business, and of times without an offset")
    .addOption(
      new Option("--calendar <name>", "holidays and seasons").choices(Object.keys(calendars)).default("us"),
    )
    .option("--fill-zeros", "hours without a line hold nothing; otherwise they are unknown");
}

async function printBacktest(
  options: SeriesOptions,
  { json, compare }: { json: boolean; compare: boolean },
): Promise<void> {
  const progress = createProgress();
  const panel = await readPanel(options, progress);
  const comparisons = compare ? comparisonModels(await loadAugurs()) : [];
  const report = await backtestPanel(panel, { ...options, comparisons }, progress);
  progress.say("choosing a model for each series as of the last hour …");
  const selection = await selectNow(panel, options.horizon);
  progress.end();
  const chosen = selection.series.map(({ seriesId, kind, reason }) => ({
    series: seriesId,
    model: kind,
    reason,
  }));
  if (json) printJson({ ...report, series: panel.series.length, hours: panel.slots.length, selection });
  else {
    printReport(report, panel);
    process.stdout.write("\nChosen as of the last hour\n");
    printRows(chosen, { format: "table" });
  }
}

function printReport(report: BacktestReport, panel: Panel): void {
  process.stdout.write(
    `${panel.series.length} series, forecast from ${datesOf(report.origins)}; seconds are for one series\n`,
  );
  printRows(modelRows(report.models, panel.series.length * report.origins.length), { format: "table" });
  const selected = report.models.at(-1);
  if (selected === undefined) return;
  process.stdout.write("\nThe selection by size and by distance\n");
  printRows(detailRows(selected), { format: "table" });
}

async function readPanel(options: SeriesOptions, progress: Progress): Promise<Panel> {
  const file = await readCounts(options.csv, options.timezone ?? null);
  for (const note of file.notes) progress.say(note);
  return panelOfCounts(file, {
    timezone: options.timezone ?? "UTC",
    calendar: calendars[options.calendar] ?? plainCalendar,
    fillsZeros: options.fillZeros === true,
    untilMs: options.until?.getTime() ?? null,
  });
}

async function backtestPanel(
  panel: Panel,
  options: SeriesOptions & { comparisons: readonly ForecastModel[] },
  progress: Progress,
): Promise<BacktestReport> {
  return await runBacktest(panel, {
    origins: options.origins,
    horizonHours: options.horizon,
    stepHours: (options.stepDays ?? options.horizon / 24) * 24,
    trainingHours: options.trainDays * 24,
    comparisons: options.comparisons,
    onProgress: (done, total, note) => progress.step("backtest", done, total, note),
  });
}

async function evaluate(
  options: SeriesOptions,
  { json, write }: { json: boolean; write: boolean },
): Promise<void> {
  const progress = createProgress();
  const panel = await readPanel(options, progress);
  const comparisons = comparisonModels(await loadAugurs());
  const report = await backtestPanel(panel, { ...options, comparisons }, progress);
  const made = await evaluateMade((done, total, note) => progress.step("made series", done, total, note));
  progress.end();
  const models = modelRows(report.models, panel.series.length * report.origins.length);
  const selected = report.models.at(-1);
  const details = selected === undefined ? [] : detailRows(selected);
  if (write) {
    const real = `Origins: ${datesOf(report.origins)}. ${options.trainDays} days of training.\n\n${toMarkdownTable(models)}\n\n${toMarkdownTable(details)}`;
    await writeModelsPage({ "demand models": real, "demand made series": toMarkdownTable(made) });
  }
  if (json) printJson({ ...report, made });
  else {
    printReport(report, panel);
    process.stdout.write("\nMade series\n");
    printRows(made, { format: "table" });
  }
}
