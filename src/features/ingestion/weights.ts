/** Every number of ingestion, with its unit and its reason. */

/** How far before the cursor a poll starts. Rows may become visible two minutes late; one minute is margin. (2026-05) */
export const overlapSeconds = 180;

/** Records asked for at once: the most that the contract gives. (2026-05) */
export const pageSize = 500;

/**
 * Records written in one transaction. Large enough that the cost of a transaction vanishes, small enough that
 * little is lost when a process is killed, and that 200 bytes to 2 KB each stay a few MB. (2026-05)
 */
export const batchRecords = 3000;

/**
 * Batches in memory at the same time: one that is written and one that is filled. Together with the page
 * that is being fetched this bounds a load of any size to 6,500 records. (2026-05)
 */
export const batchesInMemory = 2;

/** Customers named one by one in events; a transaction that touches more says only how many. (2026-05) */
export const namedCustomersPerEvent = 200;

/** Missing customers and tutors that one poll fetches by id; the rest waits for the poll of their own resource. (2026-05) */
export const missingFetchesPerPoll = 500;

/** How long a customer or tutor that the source did not have is not asked for again, in minutes. (2026-05) */
export const missingRetryMinutes = 15;

/** Seconds between two polls of a resource. */
export const pollIntervalSeconds = {
  /** What the business asked for. (2026-05) */
  live: { sessions: 300, calls: 900, customers: 3600, tutors: 3600, subjects: 3600 },
  /** So that the made world is seen to move. (2026-05) */
  mock: { sessions: 15, calls: 15, customers: 60, tutors: 300, subjects: 300 },
} as const;

/** Intervals without a success after which data count as late: one poll may fail without anybody being told. */
export const lateAfterIntervals = 2;

/** Intervals without a success after which data count as stale. */
export const staleAfterIntervals = 3;
