import type { SessionOddity, SessionPlan } from "./model.ts";
import { Records } from "./records.ts";

const field = {
  id: 0,
  customer: 1,
  tutor: 2,
  subject: 3,
  duration: 4,
  outcome: 5,
  cancelledBy: 6,
  rating: 7,
  created: 8,
  scheduled: 9,
  started: 10,
  ended: 11,
  rated: 12,
  next: 13,
  /** What its customer did with it before it was booked; its place is freed on the day of the booking. */
  fate: 14,
  hasOddity: 15,
} as const;

const fates = { live: 0, forgotten: 1, dropped: 2 } as const;

/**
 * Sessions on their way: from the decision to book until the customer has taken in what came of it. Places are
 * used again, so the pool stays as small as what is under way; each customer's form a chain, in order of booking.
 */
export class PlanPool {
  private readonly records = new Records(Object.keys(field).length);
  private readonly oddities = new Map<number, SessionOddity>();
  private readonly free: number[] = [];

  /** Places in use and free ones. */
  get size(): number {
    return this.records.length;
  }

  get bytesPerPlan(): number {
    return this.records.bytesPerRow;
  }

  get inUse(): number {
    return this.size - this.free.length;
  }

  /** Keeps a plan and returns its place, counted from 1: 0 ends a chain. */
  keep(plan: SessionPlan): number {
    const place = this.free.pop() ?? this.append();
    this.records.put(place - 1, field.next, 0);
    this.records.put(place - 1, field.fate, fates.live);
    this.write(place, plan);
    return place;
  }

  write(place: number, plan: SessionPlan): void {
    const { records } = this;
    const row = place - 1;
    records.put(row, field.id, plan.id);
    records.put(row, field.customer, plan.customer);
    records.put(row, field.tutor, plan.tutor);
    records.put(row, field.subject, plan.subject);
    records.put(row, field.duration, plan.durationMinutes);
    records.put(row, field.outcome, plan.outcome);
    records.put(row, field.cancelledBy, plan.cancelledBy);
    records.put(row, field.rating, plan.rating);
    records.put(row, field.created, plan.createdUs);
    records.put(row, field.scheduled, plan.scheduledUs);
    records.put(row, field.started, plan.startedUs);
    records.put(row, field.ended, plan.endedUs);
    records.put(row, field.rated, plan.ratedUs);
    records.put(row, field.hasOddity, plan.oddity ? 1 : 0);
    if (plan.oddity) this.oddities.set(place, plan.oddity);
  }

  read(place: number): SessionPlan {
    const { records } = this;
    const row = place - 1;
    return {
      id: records.at(row, field.id),
      customer: records.at(row, field.customer),
      tutor: records.at(row, field.tutor),
      subject: records.at(row, field.subject),
      durationMinutes: records.at(row, field.duration),
      createdUs: records.at(row, field.created),
      scheduledUs: records.at(row, field.scheduled),
      outcome: records.at(row, field.outcome),
      cancelledBy: records.at(row, field.cancelledBy),
      rating: records.at(row, field.rating),
      startedUs: records.at(row, field.started),
      endedUs: records.at(row, field.ended),
      ratedUs: records.at(row, field.rated),
      oddity: records.at(row, field.hasOddity) === 1 ? (this.oddities.get(place) ?? null) : null,
    };
  }

  createdUs(place: number): number {
    return this.records.at(place - 1, field.created);
  }

  next(place: number): number {
    return this.records.at(place - 1, field.next);
  }

  link(place: number, next: number): void {
    this.records.put(place - 1, field.next, next);
  }

  /** Whether the session is still to be booked; the place of one that is not becomes free. */
  isStillWanted(place: number): boolean {
    if (this.records.at(place - 1, field.fate) !== fates.dropped) return true;
    this.release(place);
    return false;
  }

  /** The session is booked: it has its number now. Nobody may be left to remember it. */
  booked(place: number, id: number): void {
    this.records.put(place - 1, field.id, id);
    if (this.records.at(place - 1, field.fate) === fates.forgotten) this.release(place);
  }

  /** Its customer needs it no more. One that is not booked yet keeps its place until it is. */
  forget(place: number): void {
    if (this.records.at(place - 1, field.id) > 0) this.release(place);
    else if (this.records.at(place - 1, field.fate) === fates.live)
      this.records.put(place - 1, field.fate, fates.forgotten);
  }

  /** It will not be booked at all. */
  drop(place: number): void {
    this.records.put(place - 1, field.fate, fates.dropped);
  }

  private release(place: number): void {
    if (this.records.at(place - 1, field.hasOddity) === 1) this.oddities.delete(place);
    this.free.push(place);
  }

  private append(): number {
    return this.records.add() + 1;
  }
}
