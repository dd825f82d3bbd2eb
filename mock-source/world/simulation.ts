import { CallTable, isMadeAfterLeaving } from "./calls.ts";
import { EventTable, GoalTable } from "./customer-history.ts";
import { CustomerTable } from "./customer-table.ts";
import { customerStarts, customerWeek } from "./customer-week.ts";
import { drawCustomer, signupUs } from "./customers.ts";
import { DayLists } from "./day-lists.ts";
import { noteDue, noteSessionDue } from "./due.ts";
import { orderByInstant } from "./instant-order.ts";
import { dayUs } from "./instants.ts";
import { phases, type Simulation, type WorldOptions } from "./model.ts";
import { PlanPool } from "./plan-pool.ts";
import { SessionTable } from "./sessions.ts";
import { subjects } from "./subjects.ts";
import { TutorHours } from "./tutor-hours.ts";
import { createTutor, hiredUs, tutorWeek } from "./tutors.ts";

export function createSimulation(options: WorldOptions): Simulation {
  return {
    ...options,
    throughDay: options.originDay - 1,
    dayAhead: null,
    customerTable: new CustomerTable(),
    goals: new GoalTable(),
    events: new EventTable(),
    tutors: [],
    hours: new TutorHours(),
    tutorsBySubject: subjects.map(() => []),
    stayingBySubject: subjects.map(() => 0),
    sessions: new SessionTable(),
    calls: new CallTable(),
    plans: new PlanPool(),
    plansByDay: new DayLists(),
    callsByDay: new Map(),
    callsBeforeDay: 0,
    due: { sessions: new DayLists(), customers: new DayLists(), tutors: new DayLists() },
    actors: Array.from({ length: 7 }, () => []),
  };
}

/** Acts of customers or tutors that are decided at a time when a day is decided ahead. */
const actsPerSlice = 200;
const bookingsPerSlice = 5000;

/**
 * Decides one more day, in slices. Nothing that it decides lies before that day, so whatever was shown of earlier
 * days stays as it is: a world that is carried on equals one that is built anew for the later day.
 */
function* decideDay(world: Simulation): Generator<void> {
  const day = world.throughDay + 1;
  hire(world, day);
  let acts = 0;
  for (const tutor of tutorsOfDay(world, day)) {
    tutorWeek(world, tutor, day);
    if (++acts % actsPerSlice === 0) yield;
  }
  const actors = world.actors[day % 7] ?? [];
  let staying = 0;
  for (const id of actors) {
    customerWeek(world, id, day);
    if (world.customerTable.phase(id) !== phases.left) actors[staying++] = id;
    if (++acts % actsPerSlice === 0) yield;
  }
  actors.length = staying;
  for (const id of signUps(world, day)) {
    customerStarts(world, id, day);
    actors.push(id);
    if (++acts % actsPerSlice === 0) yield;
  }
  yield* closeBookings(world, day);
  closeCalls(world, day);
  forgetDue(world, world.throughDay);
  world.throughDay = day;
}

/** Decides the next day to its end, from wherever it was left. */
export function decideNextDay(world: Simulation): void {
  const rest = world.dayAhead ?? decideDay(world);
  for (const _ of rest);
  world.dayAhead = null;
}

export function decideThrough(world: Simulation, day: number): void {
  while (world.throughDay < day) decideNextDay(world);
}

/** Decides a slice of the next day ahead, so that midnight finds it done. */
export function decideAhead(world: Simulation): void {
  world.dayAhead ??= decideDay(world);
  if (world.dayAhead.next().done) world.dayAhead = null;
}

function hire(world: Simulation, day: number): void {
  for (let id = world.tutors.length + 1; hiredUs(world, id) < (day + 1) * dayUs; id++) {
    const tutor = createTutor(world, id);
    world.tutors.push(tutor);
    world.hours.setBlocks(id, tutor.zone, tutor.availability[0]?.blocks ?? []);
    noteDue(world, "tutors", id, tutor.hiredUs);
    for (const subject of tutor.subjects) {
      world.tutorsBySubject[subject]?.push(id);
      world.stayingBySubject[subject] = (world.stayingBySubject[subject] ?? 0) + 1;
    }
  }
}

function* tutorsOfDay(world: Simulation, day: number) {
  for (let index = (day + 6) % 7; index < world.tutors.length; index += 7) {
    const tutor = world.tutors[index];
    if (tutor) yield tutor;
  }
}

function* signUps(world: Simulation, day: number): Generator<number> {
  for (let id = world.customerTable.count + 1; ; id++) {
    const us = signupUs(world, id);
    if (us >= (day + 1) * dayUs) return;
    world.customerTable.add(drawCustomer(world, id, us));
    noteDue(world, "customers", id, us);
    yield id;
  }
}

/** All bookings of the day are known now: they get their numbers in the order in which they were made. */
function* closeBookings(world: Simulation, day: number): Generator<void> {
  const { plans, sessions } = world;
  const places = world.plansByDay.take(day);
  const order = orderByInstant(places.length, day * dayUs, (index) =>
    plans.createdUs(places[index] as number),
  );
  let closed = 0;
  for (const index of order) {
    if (closed++ % bookingsPerSlice === 0) yield;
    const place = places[index] as number;
    if (!plans.isStillWanted(place)) continue;
    const plan = plans.read(place);
    sessions.add(plan);
    plans.booked(place, plan.id);
    noteSessionDue(world, plan.id);
  }
}

/** The same for its calls. Who has left calls about leaving only. */
function closeCalls(world: Simulation, day: number): void {
  const calls = (world.callsByDay.get(day) ?? []).filter(
    (call) => world.customerTable.phase(call.customer) !== phases.left || isMadeAfterLeaving(call.reason),
  );
  world.callsByDay.delete(day);
  world.callsBeforeDay = world.calls.count;
  const order = orderByInstant(calls.length, day * dayUs, (index) => calls[index]?.createdUs ?? 0);
  for (const index of order) {
    const call = calls[index];
    if (!call) continue;
    world.calls.add(call);
    world.customerTable.noteCall(call.customer);
  }
}

function forgetDue(world: Simulation, day: number): void {
  for (const lists of Object.values(world.due)) lists.take(day);
}
