/** What can be found wrong with a tutor's work, the gravest first. */
export const tutorFlags = ["underperforming", "needs_coaching", "high_cancellation"] as const;

export type TutorFlag = (typeof tutorFlags)[number];

/** The word and the status (shape and colour) under which a flag is shown everywhere. */
export const flagLook = {
  underperforming: { word: "Underperforming", status: "critical" },
  needs_coaching: { word: "Needs coaching", status: "warning" },
  high_cancellation: { word: "High cancellation", status: "warning" },
} as const satisfies Record<TutorFlag, { word: string; status: string }>;
