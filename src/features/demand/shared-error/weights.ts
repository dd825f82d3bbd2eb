import type { SharedError } from "#domain/forecasting/shared-error.ts";

/**
 * What forecasts have in common in their errors before a company's own have shown it, as variances of shares. Measured on
 * real hourly counts at sixteen places, twelve weeks of a year (`ops demand evaluate-sums`; docs/models.md): a day is off by
 * some ten per cent everywhere, and a week by five and a half. (2026-12)
 */
export const usualSharedError: SharedError = { everywhere: 0.003, day: 0.009, series: 0.004, seriesDay: 0 };

/** Days with an outcome at which the company's own count as much as what is usual. (2026-12) */
export const priorDays = 28;

/** Days back from which forecasts are compared, and between two of them: those in between say the same again. (2026-12) */
export const comparedDays = 35;
export const daysBetween = 4;

/** Hours after which it is estimated anew. (2026-12) */
export const estimatedEveryHours = 20;
