import { scheduleCall } from "./call-times.ts";
import { addGoal } from "./customers.ts";
import { noteDue } from "./due.ts";
import { dayUs, hourUs, weekUs } from "./instants.ts";
import type { Customer, Simulation } from "./model.ts";
import type { Draw } from "./random.ts";

const earliestUs = 6 * weekUs;
/** Chance per week after that. */
const reachedChance = 0.035;
/** Share of reached main goals that are followed by a new one. */
const shareFollowed = 0.6;

/** A goal is reached after six weeks at the earliest; more than half of the customers then set a new one. */
export function pursueGoals(world: Simulation, draw: Draw, customer: Customer, nowUs: number): void {
  const { goals } = world;
  for (let at = world.customerTable.lastGoal(customer.id); at > 0; at = goals.before(at)) {
    const goal = goals.read(at);
    if (goal.completedUs > 0 || nowUs - goal.createdUs < earliestUs || !draw.chance(reachedChance)) continue;
    const reachedUs = nowUs + Math.floor(draw.unit() * weekUs);
    goals.complete(at, reachedUs);
    noteDue(world, "customers", customer.id, reachedUs);
    if (draw.chance(0.12)) scheduleCall(world, draw, customer, "progress", reachedUs);
    if (!goal.isPrimary || !draw.chance(shareFollowed)) continue;
    addGoal(world, draw, customer, reachedUs + Math.floor(draw.wait(8) * dayUs) + hourUs, true);
  }
}
