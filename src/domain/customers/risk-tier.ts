/** Risk tiers from worst to best. */
export const riskTiers = ["critical", "at_risk", "healthy", "thriving"] as const;

export type RiskTier = (typeof riskTiers)[number];

/** The word and the status (shape and colour) under which a tier is shown everywhere. */
export const tierLook = {
  critical: { word: "Critical", status: "critical" },
  at_risk: { word: "At risk", status: "warning" },
  healthy: { word: "Healthy", status: "info" },
  thriving: { word: "Thriving", status: "good" },
} as const satisfies Record<RiskTier, { word: string; status: string }>;

/** How customers without a score are shown. */
export const unscoredLook = { word: "No score", status: "neutral" } as const;

/** The look of a tier, or of a customer without one. */
export function lookOfTier(tier: RiskTier | null) {
  return tier === null ? unscoredLook : tierLook[tier];
}

const unscoredReasons: Record<string, string> = {
  removed: "removed at the source",
  paused: "paused",
  closed: "account closed",
  not_signed_up: "not signed up yet",
};

/** Why a customer has no score, in words; null means that none was computed yet. */
export function unscoredText(reason: string | null): string {
  if (reason === null) return "no score computed yet";
  return unscoredReasons[reason] ?? reason.replaceAll("_", " ");
}

/** The five components of a health score, as operators call them. */
export const componentWords = {
  first_session: "First session",
  velocity: "Velocity",
  inbound_calls: "Inbound calls",
  goals: "Goals",
  tutor_consistency: "Tutor consistency",
} as const;

export type HealthComponent = keyof typeof componentWords;
