import { z } from "zod";
import { loadSettings } from "#db/settings.ts";
import type { Trx } from "#db/transaction.ts";

/** As much of the settings of tutor performance as its words need; the rest is not looked at. */
const limitsSchema = z.object({
  ranking: z.object({ leastRated: z.number(), leaderboardPlaces: z.number() }),
  underperforming: z.object({ windowDays: z.number() }),
  cancelling: z.object({ windowDays: z.number() }),
});

export type TutorLimits = z.infer<typeof limitsSchema>;

/** What holds until the first pass has stored its settings: the same as its defaults. */
export const usualLimits: TutorLimits = {
  ranking: { leastRated: 10, leaderboardPlaces: 10 },
  underperforming: { windowDays: 84 },
  cancelling: { windowDays: 56 },
};

/** The limits in force, for saying in words what was measured. */
export async function readLimits(trx: Trx): Promise<TutorLimits> {
  return (await loadSettings(trx, "tutor_performance", limitsSchema, usualLimits)).value;
}
