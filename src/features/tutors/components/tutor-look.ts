import type { TutorStatus } from "#domain/tutors/tutor-status.ts";
import type { TutorTier } from "#domain/tutors/tutor-tier.ts";
import type { Status } from "#ui/status.ts";
import type { TutorListItem, TutorTrend } from "../schemas.ts";

/** The word and the status (shape and colour) under which a tier is shown. */
export const tierLook: Record<TutorTier, { word: string; status: Status }> = {
  critical: { word: "Critical", status: "critical" },
  needs_improvement: { word: "Needs improvement", status: "warning" },
  top: { word: "Top", status: "good" },
  steady: { word: "Steady", status: "info" },
  not_ranked: { word: "Not ranked yet", status: "neutral" },
};

export const statusWords: Record<TutorStatus, string> = {
  active: "active",
  on_leave: "on leave",
  departed: "departed",
};

/** Directions in words; the arrow stands beside the word, never for it. */
export const trendLook: Record<TutorTrend["direction"], { word: string; arrow: string; status: Status }> = {
  improving: { word: "improving", arrow: "↑", status: "good" },
  declining: { word: "declining", arrow: "↓", status: "critical" },
  stable: { word: "stable", arrow: "→", status: "neutral" },
  too_few: { word: "too few sessions", arrow: "", status: "neutral" },
};

const badgeWords: Record<string, string> = {
  first: "First",
  second: "Second",
  third: "Third",
  leaderboard: "Top ten",
  top_tenth: "Top tenth",
};

export const badgeWord = ({ badge }: Pick<TutorListItem, "badge">): string | null =>
  badge === null ? null : (badgeWords[badge] ?? badge);
