export const tutorStatuses = ["active", "on_leave", "departed"] as const;

export type TutorStatus = (typeof tutorStatuses)[number];

/** Those who teach, or will again. */
export const presentStatuses: readonly TutorStatus[] = ["active", "on_leave"];
