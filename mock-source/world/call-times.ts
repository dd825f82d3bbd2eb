import { type Reason, reasons } from "./calls.ts";
import { dayOf, dayUs, hourUs, weekdayOfDay } from "./instants.ts";
import type { CallPlan, Customer, Simulation } from "./model.ts";
import type { Draw } from "./random.ts";
import { instantOf, localDayOf, localMinuteOf } from "./zones.ts";

/** Support answers from 8 to 20 local time; mornings and late afternoons are busiest. */
const hours = [0, 0, 0, 0, 0, 0, 0, 0, 4, 8, 10, 9, 7, 6, 6, 7, 9, 9, 6, 3, 0, 0, 0, 0];
const morningHours = hours.map((weight, hour) => (hour < 13 ? weight : 0));
/** Monday first of all, little on Saturday and Sunday; Sunday first. */
const weekdays = [0.35, 1.4, 1.15, 1.05, 1, 0.95, 0.4];
const weekFrom = weekdays.map((_, first) => weekdays.map((_, i) => weekdays[(first + i) % 7] as number));

/** Share of calls about a cause that are followed by another one, because the matter is not settled. */
const shareRepeated = 0.2;

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
  if (!draw.chance(shareRepeated)) return;
  const againUs = nextOpen(draw, customer.zone, Math.floor(calledUs + (0.7 + draw.wait(1.5)) * dayUs));
  addCall(world, draw, customer, reason, againUs);
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
  const day = firstDay + draw.weighted(weekFrom[weekdayOfDay(firstDay)] ?? weekdays);
  addCall(world, draw, customer, reason, atHour(draw, customer.zone, day, draw.weighted(hours)));
}

const atHour = (draw: Draw, zone: number, day: number, hour: number): number =>
  instantOf(zone, day, hour * 60 + draw.between(0, 59)) + draw.between(0, 59_999_999);

/** The instant itself where support is open then; else the next morning, where Sunday waits for Monday more often. */
function nextOpen(draw: Draw, zone: number, us: number): number {
  const hour = Math.floor(localMinuteOf(zone, us) / 60);
  let day = localDayOf(zone, us);
  const open = hour >= 8 && hour < 20;
  const weekend = weekdayOfDay(day) === 0 || weekdayOfDay(day) === 6;
  if (open && !(weekend && draw.chance(0.55))) return us;
  if (open || hour >= 20) day++;
  if (weekdayOfDay(day) === 6 && draw.chance(0.55)) day += 2;
  else if (weekdayOfDay(day) === 0 && draw.chance(0.55)) day += 1;
  return atHour(draw, zone, day, draw.weighted(morningHours));
}

function addCall(world: Simulation, draw: Draw, customer: Customer, reason: Reason, calledUs: number): void {
  const durationSeconds = Math.min(3600, 40 + Math.floor(draw.gamma(1.6) * 190));
  const createdUs = calledUs + (durationSeconds + draw.between(1, 90)) * 1_000_000 + draw.between(0, 999_999);
  const plan: CallPlan = {
    customer: customer.id,
    calledUs,
    createdUs,
    reason: reasons.indexOf(reason),
    durationSeconds,
  };
  const pending = world.callsByDay.get(dayOf(createdUs));
  if (pending) pending.push(plan);
  else world.callsByDay.set(dayOf(createdUs), [plan]);
}
