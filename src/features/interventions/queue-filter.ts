/** Whose customers the queue shows. */
export const queueFilters = ["all", "mine", "unassigned"] as const;

export type QueueFilter = (typeof queueFilters)[number];
