/** Numbers of watching jobs, with their reasons. Set 2026-11. */

/** Jobs of each state that are looked through, the newest: one answer stays under a second or two. */
export const mostLookedThrough = 5_000;

/** Jobs that one request may name. A whole filter goes by the filter. */
export const mostNamed = 500;

/** Numbers of jobs that an entry of the audit log spells out; more are counted. */
export const mostNumbersInAudit = 100;

/** A run that begins later than this after its instant was missed: half of the interval, this many seconds at most. */
export const mostLateSeconds = 300;

/** Intervals without a success from which a schedule counts as failing. The same as for data that are stale. */
export const failingAfterIntervals = 3;

/** Hours for which missed runs are counted. */
export const missedHours = 24;

/** Instants of missed runs that are shown; more are counted. */
export const mostMissedShown = 20;

/** A run without an end that is older than this, and that no worker holds, broke off. Ends are written within a second. */
export const openSeconds = 5;

/** Characters of a reason: enough to say why, not for a report. */
export const reasonLength = { least: 3, most: 300 } as const;

/** Jobs that one request retries or discards; the answer says how many are left. At some 5 ms each a few seconds. */
export const mostActedOn = 1_000;

/** Changes that a consumer's backlog is counted up to. */
export const mostCountedBehind = 10_000;

/** Runs that are shown of one job. */
export const mostRunsShown = 30;
