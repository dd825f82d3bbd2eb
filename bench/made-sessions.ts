/** Sessions made from their number alone: a history or a day of any length without holding it. */
export type MadeWorld = { customers: number; tutors: number; subjects: number };

/** As many customers and tutors as go with so many sessions: a million and 20,000 with 27 million. */
export function worldFor(sessions: number): MadeWorld {
  const customers = Math.max(100, Math.round(sessions / 27));
  return { customers, tutors: Math.max(20, Math.round(customers / 50)), subjects: 100 };
}

/** The history ends here, and days begin. */
export const presentMs = Date.parse("2026-03-09T00:00:00.000Z");
const historyMs = 2 * 365 * 86_400_000;

/** What became of a session: booked, held, or held and rated. */
export type Stage = "scheduled" | "completed" | "rated";

export type MadeSession = {
  id: number;
  customer_id: number;
  tutor_id: number;
  subject: string;
  status: string;
  cancelled_by: string | null;
  scheduled_at: string;
  started_at: string | null;
  ended_at: string | null;
  duration_minutes: number;
  rating: string | null;
  created_at: string;
  updated_at: string;
  deleted_at: null;
};

// Multiplication and shifts spread neighbouring numbers; the same number always gives the same draw.
function draw(id: number, salt: number): number {
  let bits = Math.imul(id ^ (salt * 0x9e3779b9), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}

const iso = (ms: number) => new Date(ms).toISOString();

type Asked = {
  id: number;
  scheduledMs: number;
  updatedMs: number;
  /** Left out: whatever became of it. */
  stage?: Stage;
};

/**
 * The session of a number. Most customers keep their tutor, few subjects take most sessions, 88 % are held and
 * two thirds of these rated.
 */
export function madeSession(world: MadeWorld, { id, scheduledMs, updatedMs, stage }: Asked): MadeSession {
  const customer = 1 + Math.floor(draw(id, 1) * world.customers);
  const tutor = draw(id, 2) < 0.85 ? customer : id;
  const fate = draw(id, 3);
  const isHeld = stage === undefined ? fate < 0.88 : stage !== "scheduled";
  const isRated = stage === undefined ? isHeld && draw(id, 4) < 0.66 : stage === "rated";
  const otherwise = fate < 0.95 ? "cancelled" : fate < 0.98 ? "no_show" : "scheduled";
  const status = isHeld ? "completed" : stage === undefined ? otherwise : stage;
  return {
    id,
    customer_id: customer,
    tutor_id: 1 + ((tutor * 7) % world.tutors),
    subject: `subject_${1 + Math.floor(draw(customer, 5) ** 2 * world.subjects)}`,
    status,
    cancelled_by: status === "cancelled" ? (draw(id, 6) < 0.7 ? "customer" : "tutor") : null,
    scheduled_at: iso(scheduledMs),
    started_at: isHeld ? iso(scheduledMs + 61_000) : null,
    ended_at: isHeld ? iso(scheduledMs + 3_600_000) : null,
    duration_minutes: 60,
    rating: isRated ? (2 + Math.floor(draw(id, 7) * 7) / 2).toFixed(1) : null,
    created_at: iso(scheduledMs - 4 * 86_400_000),
    updated_at: iso(updatedMs),
    deleted_at: null,
  };
}

/** The `id`th session of a history of so many, in the order of time. */
export function sessionOfHistory(world: MadeWorld, id: number, sessions: number): MadeSession {
  const atMs = presentMs - historyMs + Math.floor((id / (sessions + 1)) * (historyMs - 7_200_000));
  return madeSession(world, { id, scheduledMs: atMs, updatedMs: atMs + 3_700_000 });
}
