import type { Command } from "commander";
import { evaluateBookings } from "#features/demand/accuracy/evaluate-bookings.ts";
import { loadDemandSettings } from "#features/demand/settings.ts";
import { env } from "#platform/env.ts";
import { AppError } from "#platform/errors.ts";
import { instant, positiveInteger } from "../arguments.ts";
import type { OpenContext } from "../command-context.ts";
import { bookingsRows } from "../demand/bookings-rows.ts";
import { datesOf, toMarkdownTable } from "../demand/score-rows.ts";
import { sharedInWords, sumRows } from "../demand/sum-rows.ts";
import { printJson, printRows } from "../print.ts";
import { writeModelsPage } from "../write-models-page.ts";

type BookingsOptions = { origins: number; stepDays: number; asOf?: Date; write?: boolean };

/** `ops demand evaluate-bookings`: what knowing the bookings is worth, on the stored sessions. */
export function addBookingsCommand(demand: Command, open: OpenContext): void {
  demand
    .command("evaluate-bookings")
    .description("the error of forecasts with bookings by distance, on past weeks of the stored sessions")
    .option("--origins <n>", "how many times the past is forecast", positiveInteger, 6)
    .option("--step-days <days>", "days from one origin to the next", positiveInteger, 5)
    .option("--as-of <instant>", "look back from this instant instead of now", instant)
    .option("--write", "write the table into docs/models.md")
    .action(async ({ origins, stepDays, asOf, write }: BookingsOptions) => {
      const { db, now, json, progress } = await open();
      const stop = new AbortController();
      process.once("SIGINT", () => stop.abort());
      const { value: settings } = await loadDemandSettings(db);
      const ctx = {
        db,
        signal: stop.signal,
        progress: async (done: number, total: number | null, note?: string) =>
          progress.step(note ?? "bookings", done, total),
      };
      const evaluation = await evaluateBookings(ctx, {
        asOf: asOf ?? now(),
        businessTimezone: env().BUSINESS_TIMEZONE,
        settings,
        origins,
        stepDays,
      });
      progress.end();
      if (evaluation.byDistance.length === 0)
        throw new AppError("not_found", "The sessions that are known are too few weeks to look back on.");
      const rows = bookingsRows(evaluation.byDistance);
      const sums = sumRows(evaluation.sums);
      if (write === true) {
        const table = `Origins: ${datesOf(evaluation.origins)}.\n\n${toMarkdownTable(rows)}\n\n${toMarkdownTable(sums)}`;
        await writeModelsPage({ "demand bookings": table });
      }
      const { shared } = evaluation;
      if (json) printJson({ origins: evaluation.origins, byDistance: rows, sums, shared });
      else {
        printRows(rows, { format: "table" });
        process.stdout.write("\nBands of sums\n");
        printRows(sums, { format: "table" });
        process.stdout.write(`\n${sharedInWords(shared)}\n`);
      }
    });
}
