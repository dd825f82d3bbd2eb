import type { Customer, SessionPlan, WeeklySlot } from "./model.ts";
import type { PlanPool } from "./plan-pool.ts";
import { Records } from "./records.ts";

export const mostSlots = 4;

const field = {
  zone: 0,
  channel: 1,
  firstPlan: 2,
  signedUp: 3,
  subject: 4,
  sessionsPerWeek: 5,
  callsPerWeek: 6,
  frailty: 7,
  phase: 8,
  phaseEndsDay: 9,
  mood: 10,
  recentCalls: 11,
  newCalls: 12,
  recentTutorChanges: 13,
  firstRating: 14,
  tutor: 15,
  slotCount: 16,
  goalCount: 17,
  lastGoal: 18,
  lastEvent: 19,
  firstPlanned: 20,
  lastPlanned: 21,
  /** Four to a customer, side by side. */
  slots: 22,
} as const;

const slotField = { nextUs: 0, minuteOfDay: 1, duration: 2, tutor: 3 } as const;
const slotFields = Object.keys(slotField).length;

/** What does not change and is drawn at the sign-up. */
export type NewCustomer = Pick<
  Customer,
  "zone" | "signedUpUs" | "subject" | "sessionsPerWeek" | "callsPerWeek" | "frailty"
> & { channel: number; plan: number };

/** All customers: who they are, how they are doing, and where their goals and changes begin. */
export class CustomerTable {
  private readonly records = new Records(field.slots + mostSlots * slotFields);

  get bytesPerRow(): number {
    return this.records.bytesPerRow;
  }

  get count(): number {
    return this.records.length;
  }

  add(fresh: NewCustomer): number {
    const { records } = this;
    const row = records.add();
    records.put(row, field.zone, fresh.zone);
    records.put(row, field.channel, fresh.channel);
    records.put(row, field.firstPlan, fresh.plan);
    records.put(row, field.signedUp, fresh.signedUpUs);
    records.put(row, field.subject, fresh.subject);
    records.put(row, field.sessionsPerWeek, fresh.sessionsPerWeek);
    records.put(row, field.callsPerWeek, fresh.callsPerWeek);
    records.put(row, field.frailty, fresh.frailty);
    return this.count;
  }

  /** A working copy; what is changed in it counts once it is saved. */
  load(id: number): Customer {
    const { records } = this;
    const row = id - 1;
    return {
      id,
      zone: records.at(row, field.zone),
      signedUpUs: records.at(row, field.signedUp),
      subject: records.at(row, field.subject),
      sessionsPerWeek: records.at(row, field.sessionsPerWeek),
      callsPerWeek: records.at(row, field.callsPerWeek),
      frailty: records.at(row, field.frailty),
      phase: records.at(row, field.phase),
      phaseEndsDay: records.at(row, field.phaseEndsDay),
      mood: records.at(row, field.mood),
      recentCalls: records.at(row, field.recentCalls),
      recentTutorChanges: records.at(row, field.recentTutorChanges),
      firstRating: records.at(row, field.firstRating),
      tutor: records.at(row, field.tutor),
      slots: this.loadSlots(row),
    };
  }

  save(customer: Customer): void {
    const { records } = this;
    const row = customer.id - 1;
    records.put(row, field.phase, customer.phase);
    records.put(row, field.phaseEndsDay, customer.phaseEndsDay);
    records.put(row, field.mood, customer.mood);
    records.put(row, field.recentCalls, customer.recentCalls);
    records.put(row, field.recentTutorChanges, customer.recentTutorChanges);
    records.put(row, field.firstRating, customer.firstRating);
    records.put(row, field.tutor, customer.tutor);
    records.put(row, field.slotCount, customer.slots.length);
    let at: number = field.slots;
    for (const slot of customer.slots) {
      records.put(row, at + slotField.nextUs, slot.nextUs);
      records.put(row, at + slotField.minuteOfDay, slot.minuteOfDay);
      records.put(row, at + slotField.duration, slot.durationMinutes);
      records.put(row, at + slotField.tutor, slot.tutor);
      at += slotFields;
    }
  }

  private loadSlots(row: number): WeeklySlot[] {
    const { records } = this;
    const slots: WeeklySlot[] = [];
    const end = field.slots + records.at(row, field.slotCount) * slotFields;
    for (let at: number = field.slots; at < end; at += slotFields) {
      slots.push({
        nextUs: records.at(row, at + slotField.nextUs),
        minuteOfDay: records.at(row, at + slotField.minuteOfDay),
        durationMinutes: records.at(row, at + slotField.duration),
        tutor: records.at(row, at + slotField.tutor),
      });
    }
    return slots;
  }

  zone = (id: number): number => this.records.at(id - 1, field.zone);
  channel = (id: number): number => this.records.at(id - 1, field.channel);
  firstPlan = (id: number): number => this.records.at(id - 1, field.firstPlan);
  signedUpUs = (id: number): number => this.records.at(id - 1, field.signedUp);
  phase = (id: number): number => this.records.at(id - 1, field.phase);

  /** A call that the customer has not looked back on yet. */
  noteCall(id: number): void {
    this.records.put(id - 1, field.newCalls, Math.min(255, this.records.at(id - 1, field.newCalls) + 1));
  }

  takeNewCalls(id: number): number {
    const calls = this.records.at(id - 1, field.newCalls);
    this.records.put(id - 1, field.newCalls, 0);
    return calls;
  }

  lastGoal = (id: number): number => this.records.at(id - 1, field.lastGoal);
  goalCount = (id: number): number => this.records.at(id - 1, field.goalCount);

  noteGoal(id: number, goal: number): void {
    this.records.put(id - 1, field.lastGoal, goal);
    this.records.put(id - 1, field.goalCount, this.goalCount(id) + 1);
  }

  lastEvent = (id: number): number => this.records.at(id - 1, field.lastEvent);
  noteEvent = (id: number, event: number): void => this.records.put(id - 1, field.lastEvent, event);

  addPlanned(pool: PlanPool, id: number, place: number): void {
    const last = this.records.at(id - 1, field.lastPlanned);
    if (last === 0) this.records.put(id - 1, field.firstPlanned, place);
    else pool.link(last, place);
    this.records.put(id - 1, field.lastPlanned, place);
  }

  /** Looks at each session under way, in order of booking; those for which `keeps` says no are forgotten. */
  sweepPlanned(pool: PlanPool, id: number, keeps: (plan: SessionPlan, place: number) => boolean): void {
    let place = this.records.at(id - 1, field.firstPlanned);
    let kept = 0;
    this.records.put(id - 1, field.firstPlanned, 0);
    while (place > 0) {
      const next = pool.next(place);
      if (!keeps(pool.read(place), place)) pool.forget(place);
      else {
        if (kept === 0) this.records.put(id - 1, field.firstPlanned, place);
        else pool.link(kept, place);
        kept = place;
      }
      place = next;
    }
    if (kept > 0) pool.link(kept, 0);
    this.records.put(id - 1, field.lastPlanned, kept);
  }
}
