/** Tiers of tutors, from the one that asks for attention first to the one that says least. */
export const tutorTiers = ["critical", "needs_improvement", "top", "steady", "not_ranked"] as const;

export type TutorTier = (typeof tutorTiers)[number];
