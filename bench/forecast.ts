import { forecastModels } from "#domain/forecasting/forecast-models.ts";
import { forecastPanel } from "#domain/forecasting/forecast-panel.ts";
import { makeHourSlots } from "#domain/forecasting/hour-slots.ts";
import { makePanel } from "#domain/forecasting/made-panel.ts";
import { selectModels } from "#domain/forecasting/select-models.ts";
import { usCalendar } from "#domain/forecasting/us-calendar.ts";
import { type Bench, type Measurement, numberOption } from "./bench.ts";

const [selectionBarMs, dailyBarMs] = [60_000, 5_000];
const weekMs = 7 * 86_400_000;
/** The last hour of the made history ends here. */
const toMs = Date.UTC(2026, 3, 6);

/** Choosing a model for each subject, and forecasting seven days of hours, on one thread. */
export const forecastBench: Bench = {
  name: "forecast",
  async run({ say }) {
    const subjects = numberOption("SUBJECTS", 100);
    const weeks = numberOption("WEEKS", 13);
    const meanRates = Array.from({ length: subjects }, (_, index) => 0.2 * 1.05 ** index);
    const { panel } = makePanel({ family: "shared shocks", meanRates, weeks, toMs, seed: 1 });
    const slots = makeHourSlots({ fromMs: toMs, toMs: toMs + weekMs, timezone: "UTC", calendar: usCalendar });
    say(`forecast: ${subjects} subjects, ${weeks} weeks of hours …`);
    const size = `${subjects} subjects, ${weeks} weeks`;
    const started = performance.now();
    const selection = await selectModels(panel, { origins: 4, horizonHours: 168, models: forecastModels });
    await forecastPanel(panel, selection, slots);
    const selectionMs = performance.now() - started;
    // The day's forecast begins with nothing fitted: another panel of the same counts.
    const daily = performance.now();
    await forecastPanel({ ...panel }, selection, slots);
    const dailyMs = performance.now() - daily;
    return [
      line("forecast, selection and seven days", size, subjects, selectionMs, selectionBarMs),
      line("forecast, daily without selection", size, subjects, dailyMs, dailyBarMs),
    ];
  },
};

function line(what: string, size: string, count: number, ms: number, barMs: number): Measurement {
  return { what, size, ms, count, bar: `under ${barMs / 1000} s`, isWithinBar: ms < barMs };
}
