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

/**
 * Seconds between two polls of a resource that the source pushes: what a lost push left out is found within an
 * hour, and by night at the latest. (2026-05)
 */
export const pushedPollIntervalSeconds = 3600;

/** Pushes that one transaction writes at most; their records count up to a batch's. (2026-05) */
export const mostPushesPerBatch = 500;

/** Intervals without a success after which data count as late: one poll may fail without anybody being told. */
export const lateAfterIntervals = 2;

/** Intervals without a success after which data count as stale. */
export const staleAfterIntervals = 3;

export const quality = {
  /** Share of new records that may be rejected: what the business asked for. (2026-06) */
  mostRejectedShare: 0.01,
  /** New records below which a share says little: 1 of 3 is no alarm. (2026-06) */
  leastNewRecords: 100,
  /** So many rejected records are an alarm however few came with them. (2026-06) */
  alwaysTooManyRejected: 10,
  /** Days that the quality page shows. */
  days: 30,
} as const;

export const quarantine = {
  /** Records that one request may retry or discard: the record of who did it is written in one transaction. (2026-06) */
  mostAtOnce: 10_000,
  /** Waiting retries that are read at once. */
  retriesPerRead: 200,
  /** Milliseconds between two notices of a long retry, so that a page follows it and is not flooded. */
  noticeMs: 500,
} as const;

/** Ids of ours that are read at once for a comparison: 50,000 are 400 KB, and a read takes some 20 ms. (2026-11) */
export const storedIdsPerRead = 50_000;

/**
 * Records asked for by id and written together while the differences are mended. The poll of the resource
 * waits meanwhile where rows are marked as deleted, so it is a matter of seconds. (2026-11)
 */
export const askedByIdAtOnce = 200;

/**
 * Rows that a night may mark as deleted without being asked, whatever their share, and the share of the live rows
 * beyond that. A day's clean-up at the source stays below; a wrong database or an empty answer does not. (2026-11)
 */
export const deletesAlwaysAllowed = 100;
export const largestDeletedShare = 0.05;

/** Ids that are kept in memory until the comparison is over and their share is known: 1.6 MB. More are never marked without being asked. (2026-11) */
export const extraIdsRemembered = 200_000;

/** Findings that a report keeps one by one, and days that differ; of the rest it says how many there were. (2026-11) */
export const findingsKept = 1_000;
export const differingDaysKept = 1_000;

/** Days of which counts are asked for at once. (2026-11) */
export const daysPerCount = 366;
