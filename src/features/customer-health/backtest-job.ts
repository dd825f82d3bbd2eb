import { z } from "zod";
import { errorMessage } from "#platform/errors.ts";
import { defineJob, type JobContext } from "#platform/queue/job.ts";
import {
  addBacktest,
  failBacktest,
  finishBacktest,
  readBacktestSettings,
  showBacktestProgress,
} from "./backtest-store.ts";
import { runBacktest } from "./run-backtest.ts";
import { loadStoredHealthSettings } from "./settings.ts";

const input = z.object({
  /** The one that somebody asked for; without it, one of the settings in force is made. */
  backtestId: z.int().optional(),
});

/** Scores past month ends again and counts who left: weekly, and for settings that somebody tries. */
export const backtestHealthJob = (businessTimezone: string) =>
  defineJob<"customer-health.backtest", z.infer<typeof input>>({
    name: "customer-health.backtest",
    schema: input,
    tries: 3,
    backoffSeconds: 30,
    exclusiveKey: () => "customer-health",
    async run(ctx, { backtestId }) {
      const id = backtestId ?? (await addWeekly(ctx));
      const settings = await readBacktestSettings(ctx.db, id);
      if (settings === null) return;
      try {
        const cutOffs = await runBacktest({
          db: ctx.db,
          signal: ctx.signal,
          asOf: ctx.now(),
          settings,
          timezone: businessTimezone,
          async onProgress(computed, total) {
            await showBacktestProgress(ctx.db, id, computed, total);
            await ctx.progress(computed, total, "past scores");
          },
        });
        await finishBacktest(ctx.db, id, ctx.now(), cutOffs);
      } catch (error) {
        await failBacktest(ctx.db, id, ctx.now(), errorMessage(error));
        throw error;
      }
    },
  });

async function addWeekly({ db, now }: JobContext): Promise<number> {
  const { value: settings, version } = await loadStoredHealthSettings(db);
  const asked = { purpose: "weekly" as const, requestedBy: "system", requestedAt: now() };
  return await addBacktest(db, { ...asked, settings, settingsVersion: version });
}
