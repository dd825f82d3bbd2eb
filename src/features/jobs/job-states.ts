/** failed: waits for its next try. dead: is not tried any more. */
export const jobStates = ["waiting", "active", "delayed", "failed", "dead", "completed"] as const;

export type JobState = (typeof jobStates)[number];
