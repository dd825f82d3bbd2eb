/** Milliseconds of a day of 24 hours: the unit of all windows, which know no daylight saving. */
export const dayMs = 86_400_000;
