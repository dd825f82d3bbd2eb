import type { CustomerDetail, CustomerListItem } from "#features/customers/schemas.ts";

/** A customer as the API lists it: critical by two calls, one component without data. */
export function listedCustomer(changes: Partial<CustomerListItem> = {}): CustomerListItem {
  return {
    id: 399,
    name: "Farid Park",
    status: "active",
    score: 82,
    tier: "critical",
    scoreTier: "healthy",
    forcedBy: "calls",
    forcedSince: "2026-03-09T12:00:00.000Z",
    forcedText: "2 calls in 14 days",
    confidence: 0.7,
    unscoredReason: null,
    why: "2 calls in the last 14 days (billing, scheduling)",
    reasons: [
      {
        component: "inbound_calls",
        points: 17.1,
        score: 40,
        weight: 20,
        text: "2 calls in the last 14 days (billing, scheduling)",
      },
      {
        component: "goals",
        points: 0,
        score: 100,
        weight: 15,
        text: "The primary goal is not completed yet",
      },
    ],
    missing: [{ component: "first_session", weight: 30, text: "The first session is not rated yet" }],
    flags: [
      { code: "calls", text: "2 calls in 14 days", since: "2026-03-09T12:00:00.000Z" },
      {
        code: "slow_start",
        text: "2 of 3 sessions by day 7 after signup",
        since: "2025-11-01T12:00:00.000Z",
      },
    ],
    callsInWindow: 2,
    lastSessionAt: "2026-03-10T18:00:00.000Z",
    monthlySpendCents: 24_900,
    computedAt: "2026-03-11T11:00:00.000Z",
    removedAt: null,
    owner: null,
    alerts: null,
    ...changes,
  };
}

/** A customer without a score. */
export function unscoredCustomer(changes: Partial<CustomerListItem> = {}): CustomerListItem {
  return listedCustomer({
    id: 10,
    name: "Noor Okafor",
    status: "paused",
    score: null,
    tier: null,
    scoreTier: null,
    forcedBy: null,
    forcedSince: null,
    forcedText: null,
    confidence: null,
    unscoredReason: "paused",
    why: null,
    reasons: [],
    missing: [],
    flags: [],
    callsInWindow: null,
    lastSessionAt: null,
    monthlySpendCents: null,
    ...changes,
  });
}

/** The same customer with profile and goals. */
export function customerDetail(changes: Partial<CustomerDetail> = {}): CustomerDetail {
  return {
    ...listedCustomer(),
    email: "farid.park@example.com",
    phone: "+1 555 698 3348",
    isMasked: false,
    timezone: "America/Los_Angeles",
    acquisitionChannel: "google_ads",
    plan: "standard",
    emailConsent: true,
    phoneConsent: false,
    signedUpAt: "2025-10-19T12:00:00.000Z",
    updatedAt: "2026-03-01T12:00:00.000Z",
    goals: [],
    ...changes,
  };
}
