import type { Intervention, WorkItem } from "#features/interventions/schemas.ts";

const allowed = { isAllowed: true, why: null, from: null, mayInsist: false };

/** A critical customer who called twice about the tutor and may be called now. */
export function workItem(changes: Partial<WorkItem> = {}): WorkItem {
  return {
    customerId: 7,
    name: "Farid Park",
    status: "active",
    tier: "critical",
    score: 82,
    monthlySpendCents: 24_900,
    centsAtRisk: 74_700,
    suggestion: {
      rule: "calls_about_tutor",
      title: "Call today about the tutor",
      action: "call",
      channel: "phone",
      urgency: "today",
      why: "2 calls in 14 days, 2 of them about the tutor",
      effect: { component: "inbound_calls", points: 12, assumption: "if no further call follows" },
    },
    offered: "phone",
    permissions: { phone: allowed, email: allowed, task: allowed },
    lastContact: null,
    owner: null,
    snoozedUntil: null,
    planned: [],
    ...changes,
  };
}

/** A call that was made and is being measured. */
export function recordedCall(changes: Partial<Intervention> = {}): Intervention {
  return {
    id: 3,
    customerId: 7,
    action: "call",
    reason: "2 calls in 14 days",
    suggestion: "calls_about_tutor",
    state: "done",
    ownerId: "user-1",
    ownerName: "Olga Operator",
    note: null,
    createdAt: "2026-03-10T18:00:00.000Z",
    dueAt: null,
    takenAt: "2026-03-10T18:00:00.000Z",
    centsAtRisk: 74_700,
    before: { score: 82, tier: "critical", components: {} },
    after14Days: null,
    after30Days: null,
    cameBackAt: null,
    outcome: null,
    outcomeBy: null,
    outcomeNote: null,
    ...changes,
  };
}
