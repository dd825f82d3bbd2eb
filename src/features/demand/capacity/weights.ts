import { z } from "zod";

/** Name under which the settings are stored, with versions. */
export const capacitySettingsName = "demand_capacity";

const share = z.number().min(0).max(1);

/** Every number of the capacity that a company would set. */
export const capacitySettingsSchema = z.object({
  /** Minutes that a usual session takes: a free stretch shorter than that serves nobody. */
  usualSessionMinutes: z.number().int().min(15).max(240),
  utilisation: z.object({
    /** A tutor who teaches this share of the offered hours, or more, counts as one whole tutor while free. */
    full: share.refine((value) => value > 0, { error: "must be more than 0" }),
    /** What a free tutor counts who has taught nothing lately; between the two it rises in proportion. */
    leastWeight: share,
    /** Taken for a tutor whose utilisation is not known. */
    usual: share,
  }),
  sharing: z.object({
    /** Tutors that nobody is likely to need are shared out as well, up to so many times a subject's demand. */
    mostTimesDemand: z.number().min(2).max(100),
    /** Sessions of demand that a subject counts as having at least when what nobody needs is shared out. */
    leastDemand: z.number().positive().max(10),
  }),
});

export type CapacitySettings = z.infer<typeof capacitySettingsSchema>;

/**
 * Version 1 (2026-12). An hour is what three sessions of four last. Utilisation is low for want of customers as often as
 * for want of will, so it is not taken as it is: a tutor who teaches 60 % of the offered hours (what a marketplace
 * with one tutor for nine customers comes to) is taken to accept whatever comes, and one who taught nothing to accept
 * six requests of ten. `leastWeight` 0 and `full` 1 give utilisation itself as the weight. Ten times the demand is as
 * good as any amount.
 */
export const defaultCapacitySettings: CapacitySettings = {
  usualSessionMinutes: 60,
  utilisation: { full: 0.6, leastWeight: 0.6, usual: 0.5 },
  sharing: { mostTimesDemand: 10, leastDemand: 0.5 },
};

/** Hours ahead for which there is an outlook. */
export const hoursAhead = 168;
