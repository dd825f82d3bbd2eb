import { maskEmail, maskPhone } from "./personal-data.ts";
import type { CallRow, CustomerProfile, CustomerRow, GoalRow, SessionRow } from "./queries.ts";
import type {
  CustomerCall,
  CustomerDetail,
  CustomerGoal,
  CustomerListItem,
  CustomerSession,
  HealthExplanation,
  OpenAlerts,
} from "./schemas.ts";

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

const unexplained: HealthExplanation = {
  reasons: [],
  missing: [],
  flags: [],
  forcedText: null,
  callsInWindow: null,
};

/** A row of the list as the API gives it. */
export function toListItem(
  row: CustomerRow,
  explanation = unexplained,
  alerts: OpenAlerts | null = null,
): CustomerListItem {
  const worst = explanation.reasons.at(0);
  return {
    id: row.customer_id,
    name: row.name,
    status: row.status,
    score: row.score,
    tier: row.tier,
    scoreTier: row.score_tier,
    forcedBy: row.forced_by,
    forcedSince: instant(row.forced_since),
    confidence: row.confidence,
    unscoredReason: row.unscored_reason,
    why: worst && worst.points > 0 ? worst.text : null,
    lastSessionAt: instant(row.last_session_at),
    monthlySpendCents: row.monthly_spend_cents,
    computedAt: instant(row.computed_at),
    removedAt: instant(row.deleted_at),
    owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? "" },
    alerts,
    ...explanation,
  };
}

/** One customer as the API gives it; `masked` cuts e-mail and phone short. */
export function toDetail(
  row: CustomerRow & CustomerProfile,
  goals: readonly GoalRow[],
  explanation: HealthExplanation | undefined,
  known: { alerts: OpenAlerts | null; masked: boolean },
): CustomerDetail {
  const { alerts, masked } = known;
  return {
    ...toListItem(row, explanation, alerts),
    email: row.email === null || !masked ? row.email : maskEmail(row.email),
    phone: row.phone === null || !masked ? row.phone : maskPhone(row.phone),
    isMasked: masked,
    timezone: row.timezone,
    acquisitionChannel: row.acquisition_channel,
    plan: row.plan,
    emailConsent: row.email_consent,
    phoneConsent: row.phone_consent,
    signedUpAt: row.signed_up_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    goals: goals.map(toGoal),
  };
}

function toGoal(row: GoalRow): CustomerGoal {
  return {
    id: row.goal_id,
    title: row.title,
    subjectCode: row.subject_code,
    subject: row.subject,
    isPrimary: row.is_primary,
    targetDate: row.target_date,
    completedAt: instant(row.completed_at),
    createdAt: row.created_at.toISOString(),
  };
}

export function toSession(row: SessionRow): CustomerSession {
  return {
    id: row.session_id,
    tutorId: row.tutor_id,
    tutor: row.tutor,
    subjectCode: row.subject_code,
    subject: row.subject,
    // The database's checks allow no others.
    status: row.status as CustomerSession["status"],
    cancelledBy: row.cancelled_by as CustomerSession["cancelledBy"],
    happenedAt: row.happened_at.toISOString(),
    durationMinutes: row.duration_minutes,
    rating: row.rating,
  };
}

export function toCall(row: CallRow): CustomerCall {
  return {
    id: row.call_id,
    calledAt: row.called_at.toISOString(),
    reason: row.reason,
    reasonCode: row.reason_code,
    durationSeconds: row.duration_seconds,
  };
}
