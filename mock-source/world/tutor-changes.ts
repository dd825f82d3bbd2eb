import { scheduleCall } from "./call-times.ts";
import { weekUs } from "./instants.ts";
import { wantsAnotherTutor } from "./leaving.ts";
import { anyTutor, findTutor, tutorOf } from "./matching.ts";
import type { Customer, Simulation } from "./model.ts";
import type { Draw } from "./random.ts";
import { isAway } from "./tutors.ts";

/**
 * All weekly hours move to another tutor when the present one is away for good, or the customer is unhappy.
 * Returns the tutors whom the customer has not met.
 */
export function reconsiderTutor(world: Simulation, draw: Draw, customer: Customer, nowUs: number): number[] {
  const gone = isAway(tutorOf(world, customer.tutor), nowUs + weekUs);
  if (!gone && !wantsAnotherTutor(draw, customer)) return [];
  customer.recentTutorChanges += 1;
  if (draw.chance(0.15)) {
    scheduleCall(world, draw, customer, gone ? "scheduling" : "tutor_complaint", nowUs);
  }
  if (!gone) customer.mood = Math.min(0, customer.mood + 0.4);
  const newTutors = moveSlots(world, draw, customer);
  if (customer.slots.length === 0) customer.tutor = 0;
  return newTutors;
}

function moveSlots(world: Simulation, draw: Draw, customer: Customer): number[] {
  const newTutors: number[] = [];
  for (const slot of customer.slots) {
    const us = slot.nextUs + weekUs;
    const request = { subject: customer.subject, us, not: customer.tutor, weekly: true };
    const found = findTutor(world, draw, request) ?? anyTutor(world, draw, customer.subject, us);
    world.hours.release(slot.tutor, slot.nextUs);
    world.hours.take(found.id, slot.nextUs);
    if (slot.tutor !== found.id) newTutors.push(found.id);
    slot.tutor = found.id;
  }
  return newTutors;
}
