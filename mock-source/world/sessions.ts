import { bytesPerRowOf, float64Column, int32Column, uint8Column, uint32Column } from "./columns.ts";
import { minuteUs, printInstant } from "./instants.ts";
import type { Row, SessionOddity, SessionPlan } from "./model.ts";
import { subjectCode } from "./subjects.ts";

export const outcomes = { completed: 0, cancelled: 1, noShow: 2 } as const;
export const cancellers = ["customer", "tutor", "system"] as const;

/**
 * All sessions that were ever decided, as columns. The id is the position plus one. The instants of a session lie
 * within three weeks of each other, so all but the booking are kept as milliseconds from the one before.
 */
export class SessionTable {
  private readonly columns = {
    customer: int32Column(),
    tutor: int32Column(),
    subject: uint8Column(),
    duration: uint8Column(),
    outcome: uint8Column(),
    cancelledBy: uint8Column(),
    /** In half stars; 0 is unrated. */
    rating: uint8Column(),
    created: float64Column(),
    scheduledMinute: uint32Column(),
    /** From the booked start: the start, the cancellation, or the no-show being noted. */
    startedMs: int32Column(),
    /** From the start; 0 where the session was not held. */
    endedMs: uint32Column(),
    /** From the end; 0 where it is not rated. */
    ratedMs: uint32Column(),
  };
  private readonly oddities = new Map<number, SessionOddity>();
  readonly bytesPerRow = bytesPerRowOf(this.columns);

  get count(): number {
    return this.columns.created.length;
  }

  /** Appends the session and gives the plan its id. */
  add(plan: SessionPlan): void {
    const { columns } = this;
    columns.customer.push(plan.customer);
    columns.tutor.push(plan.tutor);
    columns.subject.push(plan.subject);
    columns.duration.push(plan.durationMinutes);
    columns.created.push(plan.createdUs);
    columns.scheduledMinute.push(plan.scheduledUs / minuteUs);
    columns.outcome.push(plan.outcome);
    columns.cancelledBy.push(plan.cancelledBy);
    columns.rating.push(plan.rating);
    columns.startedMs.push(startedMs(plan));
    columns.endedMs.push(endedMs(plan));
    columns.ratedMs.push(ratedMs(plan));
    plan.id = this.count;
    if (plan.oddity) this.oddities.set(plan.id, plan.oddity);
  }

  /** Writes what becomes of a session after all: its customer leaves before it. */
  decide(plan: SessionPlan): void {
    const { columns } = this;
    const index = plan.id - 1;
    columns.tutor.put(index, plan.tutor);
    columns.outcome.put(index, plan.outcome);
    columns.cancelledBy.put(index, plan.cancelledBy);
    columns.rating.put(index, plan.rating);
    columns.startedMs.put(index, startedMs(plan));
    columns.endedMs.put(index, endedMs(plan));
    columns.ratedMs.put(index, ratedMs(plan));
    if (plan.oddity) this.oddities.set(plan.id, plan.oddity);
    else this.oddities.delete(plan.id);
  }

  createdUs(id: number): number {
    return this.columns.created.at(id - 1);
  }

  /** Calls `visit` with every instant at which the row changes, the booking included. */
  eachChange(id: number, visit: (us: number) => void): void {
    const index = id - 1;
    visit(this.columns.created.at(index));
    const startedUs = this.startedUs(index);
    visit(startedUs);
    const endedMs = this.columns.endedMs.at(index);
    if (endedMs > 0) visit(startedUs + endedMs * 1000);
    const ratedMs = this.columns.ratedMs.at(index);
    if (ratedMs > 0) visit(startedUs + (endedMs + ratedMs) * 1000);
    const oddity = this.oddities.get(id);
    if (!oddity) return;
    if (oddity.swappedUs > 0) visit(oddity.swappedUs);
    if (oddity.correctedUs > 0) visit(oddity.correctedUs);
    if (oddity.deletedUs > 0) visit(oddity.deletedUs);
    if (oddity.restoredUs > 0) visit(oddity.restoredUs);
  }

  isDeleted(id: number, asOfUs: number): boolean {
    const oddity = this.oddities.get(id);
    if (!oddity || oddity.deletedUs === 0 || oddity.deletedUs > asOfUs) return false;
    return oddity.restoredUs === 0 || oddity.restoredUs > asOfUs;
  }

  /** The soft-deleted sessions, in no order: a look at the few with a later fate, not at all. */
  *deletedIds(asOfUs: number): Generator<number> {
    for (const id of this.oddities.keys()) if (this.isDeleted(id, asOfUs)) yield id;
  }

  updatedUs(id: number, asOfUs: number): number {
    let latest = 0;
    this.eachChange(id, (us) => {
      if (us <= asOfUs && us > latest) latest = us;
    });
    return latest;
  }

  render(id: number, asOfUs: number): Row {
    const { columns } = this;
    const index = id - 1;
    const outcome = columns.outcome.at(index);
    const startedUs = this.startedUs(index);
    const endedMs = columns.endedMs.at(index);
    const endedUs = startedUs + endedMs * 1000;
    const ratedUs = endedUs + columns.ratedMs.at(index) * 1000;
    const oddity = this.oddities.get(id);
    const corrected = oddity !== undefined && oddity.correctedUs > 0 && oddity.correctedUs <= asOfUs;
    const held = outcome === outcomes.completed;
    const began = startedUs <= asOfUs;
    const ended = held && endedUs <= asOfUs;
    const rated = held && columns.rating.at(index) > 0 && ratedUs <= asOfUs && !corrected;
    const cancelled = began && outcome === outcomes.cancelled;
    return {
      id,
      customer_id: columns.customer.at(index),
      tutor_id: oddity && oddity.swappedUs > asOfUs ? oddity.firstTutor : columns.tutor.at(index),
      subject: subjectCode(columns.subject.at(index)),
      status: corrected ? "no_show" : statusOf(outcome, began, ended),
      cancelled_by: cancelled ? (cancellers[columns.cancelledBy.at(index)] ?? null) : null,
      scheduled_at: printInstant(columns.scheduledMinute.at(index) * minuteUs),
      started_at: held && began ? printInstant(startedUs) : null,
      ended_at: ended ? printInstant(endedUs) : null,
      duration_minutes: columns.duration.at(index),
      rating: rated ? (halves[columns.rating.at(index)] ?? null) : null,
      created_at: printInstant(columns.created.at(index)),
      updated_at: printInstant(this.updatedUs(id, asOfUs)),
      deleted_at: oddity && this.isDeleted(id, asOfUs) ? printInstant(oddity.deletedUs) : null,
    };
  }

  /** The source keeps microseconds; those below the millisecond come from the row's number. */
  private startedUs(index: number): number {
    const { scheduledMinute, startedMs } = this.columns;
    return scheduledMinute.at(index) * minuteUs + startedMs.at(index) * 1000 + ((index * 619) % 1000);
  }
}

const startedMs = (plan: SessionPlan): number => Math.floor((plan.startedUs - plan.scheduledUs) / 1000);
const endedMs = (plan: SessionPlan): number =>
  plan.endedUs > 0 ? Math.ceil((plan.endedUs - plan.startedUs) / 1000) : 0;
const ratedMs = (plan: SessionPlan): number =>
  plan.ratedUs > 0 ? Math.ceil((plan.ratedUs - plan.endedUs) / 1000) : 0;

/** Ratings as Ruby prints them, by the number of half stars. */
const halves = Array.from({ length: 11 }, (_, half) => (half / 2).toFixed(1));

/** `began` is the decisive instant of the outcome: the start, the cancellation, or the no-show being noted. */
function statusOf(outcome: number, began: boolean, ended: boolean): string {
  if (!began) return "scheduled";
  if (outcome === outcomes.cancelled) return "cancelled";
  if (outcome === outcomes.noShow) return "no_show";
  return ended ? "completed" : "in_progress";
}
