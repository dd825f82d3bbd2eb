import { type Reason, reasons } from "./calls.ts";
import { dayOf, hourUs, weekdayOfDay } from "./instants.ts";
import type { CallPlan, Customer, Simulation } from "./model.ts";
import type { Draw } from "./random.ts";
import { instantOf, localDayOf, localMinuteOf } from "./zones.ts";

/** Support answers from 8 to 20 local time; mornings and late afternoons are busiest. */
const hours = [0, 0, 0, 0, 0, 0, 0, 0, 4, 8, 10, 9, 7, 6, 6, 7, 9, 9, 6, 3, 0, 0, 0, 0];
/** Monday first of all, little on Saturday and Sunday; Sunday first. */
const weekdays = [0.35, 1.4, 1.15, 1.05, 1, 0.95, 0.4];

/** The customer calls about something that happened at `causeUs`: within hours, or on one of the next days. */
export function scheduleCall(
  world: Simulation,
  draw: Draw,
  customer: Customer,
  reason: Reason,
  causeUs: number,
): void {
  const calledUs = nextOpen(draw, customer.zone, Math.floor(causeUs + draw.wait(9) * hourUs));
  addCall(world, draw, customer, reason, calledUs);
}

/** A call at some time of the week from `fromUs` on, for no cause that the records show. */
export function scheduleCallInWeek(
  world: Simulation,
  draw: Draw,
  customer: Customer,
  reason: Reason,
  fromUs: number,
): void {
  const firstDay = localDayOf(customer.zone, fromUs) + 1;
  const day = firstDay + draw.weighted(weekdays.map((_, i) => weekdays[weekdayOfDay(firstDay + i)] ?? 1));
  addCall(world, draw, customer, reason, atHour(draw, customer.zone, day, draw.weighted(hours)));
}

const atHour = (draw: Draw, zone: number, day: number, hour: number): number =>
  instantOf(zone, day, hour * 60 + draw.between(0, 59)) + draw.between(0, 59_999_999);

function nextOpen(draw: Draw, zone: number, us: number): number {
  const hour = Math.floor(localMinuteOf(zone, us) / 60);
  if (hour >= 8 && hour < 20) return us;
  const day = localDayOf(zone, us) + (hour >= 20 ? 1 : 0);
  return atHour(draw, zone, day, draw.weighted([...hours.slice(0, 13), ...Array<number>(11).fill(0)]));
}

function addCall(world: Simulation, draw: Draw, customer: Customer, reason: Reason, calledUs: number): void {
  const durationSeconds = Math.min(3600, 40 + Math.floor(draw.gamma(1.6) * 190));
  const createdUs = calledUs + (durationSeconds + draw.between(1, 90)) * 1_000_000 + draw.between(0, 999_999);
  customer.experiences.push({ us: calledUs, kind: "called", rating: 0 });
  const plan: CallPlan = {
    customer: customer.id,
    calledUs,
    createdUs,
    reason: reasons.indexOf(reason),
    durationSeconds,
  };
  const pending = world.pendingCalls.get(dayOf(createdUs));
  if (pending) pending.push(plan);
  else world.pendingCalls.set(dayOf(createdUs), [plan]);
}
