import { CallTable } from "./calls.ts";
import { customerStarts, customerWeek } from "./customer-week.ts";
import { createCustomer, signupUs } from "./customers.ts";
import { dayUs } from "./instants.ts";
import type { Simulation, WorldOptions } from "./model.ts";
import { SessionTable } from "./sessions.ts";
import { subjects } from "./subjects.ts";
import { createTutor, hiredUs, tutorWeek } from "./tutors.ts";

export function createSimulation(options: WorldOptions): Simulation {
  return {
    ...options,
    throughDay: options.originDay - 1,
    people: [],
    tutors: [],
    tutorsBySubject: subjects.map(() => []),
    sessions: new SessionTable(),
    calls: new CallTable(),
    pendingSessions: new Map(),
    pendingCalls: new Map(),
    actors: Array.from({ length: 7 }, () => []),
  };
}

/**
 * Decides one more day. Nothing that it decides lies before that day, so whatever was shown of earlier days
 * stays as it is: a world that is carried on equals one that is built anew for the later day.
 */
export function simulateDay(world: Simulation): void {
  const day = world.throughDay + 1;
  hire(world, day);
  for (const tutor of world.tutors) {
    if (tutor.id % 7 === day % 7) tutorWeek(world, tutor, day);
  }
  for (const id of world.actors[day % 7] ?? []) {
    const customer = world.people[id - 1];
    if (customer) customerWeek(world, customer, day);
  }
  signUp(world, day);
  closeDay(world, day);
  world.throughDay = day;
}

export function simulateThrough(world: Simulation, day: number): void {
  while (world.throughDay < day) simulateDay(world);
}

function hire(world: Simulation, day: number): void {
  for (let id = world.tutors.length + 1; hiredUs(world, id) < (day + 1) * dayUs; id++) {
    const tutor = createTutor(world, id);
    world.tutors.push(tutor);
    for (const subject of tutor.subjects) world.tutorsBySubject[subject]?.push(id);
  }
}

function signUp(world: Simulation, day: number): void {
  for (let id = world.people.length + 1; ; id++) {
    const us = signupUs(world, id);
    if (us >= (day + 1) * dayUs) return;
    const customer = createCustomer(world, id, us);
    world.people.push(customer);
    world.actors[day % 7]?.push(id);
    customerStarts(world, customer, day);
  }
}

/** All bookings and calls of the day are known now: they get their numbers in the order in which they were made. */
function closeDay(world: Simulation, day: number): void {
  const sessions = world.pendingSessions.get(day) ?? [];
  sessions.sort((a, b) => a.createdUs - b.createdUs || a.customer - b.customer);
  for (const plan of sessions) world.sessions.add(plan);
  world.pendingSessions.delete(day);
  const calls = world.pendingCalls.get(day) ?? [];
  calls.sort((a, b) => a.createdUs - b.createdUs || a.customer - b.customer);
  for (const plan of calls) world.calls.add(plan);
  world.pendingCalls.delete(day);
}
