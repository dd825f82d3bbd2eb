import { float64Column, int32Column, uint8Column, uint32Column } from "./columns.ts";
import { minuteUs, printInstant } from "./instants.ts";
import type { Row, SessionOddity, SessionPlan } from "./model.ts";
import { subjectCode } from "./subjects.ts";

export const outcomes = { completed: 0, cancelled: 1, noShow: 2 } as const;
export const cancellers = ["customer", "tutor", "system"] as const;

/** All sessions that were ever decided, as columns (about 50 bytes each). The id is the position plus one. */
export class SessionTable {
  private readonly customer = int32Column();
  private readonly tutor = int32Column();
  private readonly subject = uint8Column();
  private readonly duration = uint8Column();
  private readonly outcome = uint8Column();
  private readonly cancelledBy = uint8Column();
  /** In halves; 0 is unrated. */
  private readonly rating = uint8Column();
  private readonly created = float64Column();
  private readonly scheduledMinute = uint32Column();
  private readonly started = float64Column();
  private readonly ended = float64Column();
  private readonly rated = float64Column();
  private readonly oddities = new Map<number, SessionOddity>();

  get count(): number {
    return this.created.length;
  }

  add(plan: SessionPlan): void {
    this.customer.push(plan.customer);
    this.tutor.push(plan.tutor);
    this.subject.push(plan.subject);
    this.duration.push(plan.durationMinutes);
    this.created.push(plan.createdUs);
    this.scheduledMinute.push(plan.scheduledUs / minuteUs);
    for (const column of [this.outcome, this.cancelledBy, this.rating]) column.push(0);
    for (const column of [this.started, this.ended, this.rated]) column.push(0);
    plan.id = this.count;
    this.decide(plan);
  }

  /** Writes what becomes of a session; used again when a customer leaves before it. */
  decide(plan: SessionPlan): void {
    const index = plan.id - 1;
    this.outcome.put(index, plan.outcome);
    this.cancelledBy.put(index, plan.cancelledBy);
    this.rating.put(index, plan.rating * 2);
    this.started.put(index, plan.startedUs);
    this.ended.put(index, plan.endedUs);
    this.rated.put(index, plan.ratedUs);
    if (plan.oddity) this.oddities.set(plan.id, plan.oddity);
    else this.oddities.delete(plan.id);
  }

  createdUs(id: number): number {
    return this.created.at(id - 1);
  }

  /** Calls `visit` with every instant at which the row changes, the booking included. */
  eachChange(id: number, visit: (us: number) => void): void {
    const index = id - 1;
    visit(this.created.at(index));
    for (const column of [this.started, this.ended, this.rated]) {
      const us = column.at(index);
      if (us > 0) visit(us);
    }
    const oddity = this.oddities.get(id);
    if (!oddity) return;
    for (const us of [oddity.swappedUs, oddity.correctedUs, oddity.deletedUs, oddity.restoredUs]) {
      if (us > 0) visit(us);
    }
  }

  isDeleted(id: number, asOfUs: number): boolean {
    const oddity = this.oddities.get(id);
    if (!oddity || oddity.deletedUs === 0 || oddity.deletedUs > asOfUs) return false;
    return oddity.restoredUs === 0 || oddity.restoredUs > asOfUs;
  }

  render(id: number, asOfUs: number): Row {
    const index = id - 1;
    const outcome = this.outcome.at(index);
    const startedUs = this.started.at(index);
    const endedUs = this.ended.at(index);
    const oddity = this.oddities.get(id);
    const corrected = oddity !== undefined && hasCome(oddity.correctedUs, asOfUs);
    const held = outcome === outcomes.completed;
    const began = hasCome(startedUs, asOfUs);
    const ended = held && hasCome(endedUs, asOfUs);
    const rated = held && hasCome(this.rated.at(index), asOfUs) && !corrected;
    const cancelled = began && outcome === outcomes.cancelled;
    return {
      id,
      customer_id: this.customer.at(index),
      tutor_id: oddity && oddity.swappedUs > asOfUs ? oddity.firstTutor : this.tutor.at(index),
      subject: subjectCode(this.subject.at(index)),
      status: corrected ? "no_show" : statusOf(outcome, began, ended),
      cancelled_by: cancelled ? (cancellers[this.cancelledBy.at(index)] ?? null) : null,
      scheduled_at: printInstant(this.scheduledMinute.at(index) * minuteUs),
      started_at: held && began ? printInstant(startedUs) : null,
      ended_at: ended ? printInstant(endedUs) : null,
      duration_minutes: this.duration.at(index),
      rating: rated ? (halves[this.rating.at(index)] ?? null) : null,
      created_at: printInstant(this.created.at(index)),
      updated_at: printInstant(this.updatedUs(id, asOfUs)),
      deleted_at: oddity && this.isDeleted(id, asOfUs) ? printInstant(oddity.deletedUs) : null,
    };
  }

  private updatedUs(id: number, asOfUs: number): number {
    let latest = 0;
    this.eachChange(id, (us) => {
      if (us <= asOfUs && us > latest) latest = us;
    });
    return latest;
  }
}

const hasCome = (us: number, asOfUs: number): boolean => us > 0 && us <= asOfUs;

/** Ratings as Ruby prints them, by the number of half stars. */
const halves = Array.from({ length: 11 }, (_, half) => (half / 2).toFixed(1));

/** `began` is the decisive instant of the outcome: the start, the cancellation, or the no-show being noted. */
function statusOf(outcome: number, began: boolean, ended: boolean): string {
  if (!began) return "scheduled";
  if (outcome === outcomes.cancelled) return "cancelled";
  if (outcome === outcomes.noShow) return "no_show";
  return ended ? "completed" : "in_progress";
}
