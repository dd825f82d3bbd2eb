import type { TutorListItem } from "#features/tutors/schemas.ts";

/** A tutor as the API answers one: slipping, with the evidence. */
export function listedTutor(changes: Partial<TutorListItem> = {}): TutorListItem {
  return {
    id: 7,
    name: "Tova Tutor",
    status: "active",
    tier: "needs_improvement",
    firstSessions: 22,
    firstSessionsRated: 20,
    firstSessionSuccesses: 11,
    success: { rate: 0.55, lower: 0.34, upper: 0.74 },
    expectedSuccess: 0.8,
    shrunkenSuccess: 0.62,
    rank: 12,
    percentile: 0.2,
    badge: null,
    meanRating: 4.12,
    rated: 60,
    trend: { measure: "success", days: 28, direction: "declining", before: 0.85, after: 0.55, change: -0.35 },
    flags: [
      {
        code: "needs_coaching",
        isShown: true,
        waits: false,
        raisedAt: "2026-11-02T08:00:00.000Z",
        certainty: 0.97,
        sentence: "11 of 20 first sessions succeeded since 12 October; before, 85 %.",
        droppedOn: "2026-10-12",
      },
    ],
    utilisation: 0.63,
    computedAt: "2026-11-23T08:00:00.000Z",
    ...changes,
  };
}

/** A tutor of whom nothing was computed yet. */
export const newTutor = (): TutorListItem =>
  listedTutor({
    id: 8,
    name: "Nora New",
    status: "on_leave",
    tier: "not_ranked",
    firstSessions: 3,
    firstSessionsRated: 3,
    firstSessionSuccesses: 0,
    success: null,
    rank: null,
    percentile: null,
    trend: null,
    flags: [],
    utilisation: null,
  });
