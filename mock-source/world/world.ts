import { Agenda, type AgendaEntry } from "./agenda.ts";
import { eachCustomerChange, renderCustomer } from "./customers.ts";
import { dayOf, dayUs, originDayFor } from "./instants.ts";
import type { ResourceName, Row, Simulation, Tutor, WorldOptions } from "./model.ts";
import { createSimulation, decideAhead, decideNextDay, decideThrough } from "./simulation.ts";
import { renderSubject, subjectCount, subjectCreatedUs } from "./subject-rows.ts";
import { renderTutor } from "./tutors.ts";

/**
 * To be raised with every change of the generators after which the same seed gives other rows: what was read of
 * an earlier generation then belongs to another world.
 */
export const generation = 2;

export const resourceNames = ["sessions", "customers", "tutors", "subjects", "calls"] as const;

export type Change = AgendaEntry;

/**
 * What has happened by `asOfUs`, as rows of the contract. A pure function of seed, size, origin and instant:
 * whether it was built for that instant or advanced to it makes no difference.
 */
export type World = { simulation: Simulation; asOfUs: number; agenda: Agenda; nextAgenda: Agenda | null };

/** Builds the world of `seed` and `customers` as it stands at `asOfMs` (milliseconds since 1970). */
export function buildWorld(
  options: Omit<WorldOptions, "originDay"> & { originDay?: number },
  asOfMs: number,
): World {
  const originDay = options.originDay ?? originDayFor(asOfMs);
  const simulation = createSimulation({ ...options, originDay });
  const asOfUs = asOfMs * 1000;
  decideThrough(simulation, dayOf(asOfUs));
  return { simulation, asOfUs, agenda: new Agenda(simulation, asOfUs), nextAgenda: null };
}

/**
 * Moves the world on and returns every change on the way, in order. Going back does nothing. Each call also
 * decides a slice of the day after, so that a clock that calls every second has it ready at midnight.
 */
export function advance(world: World, toUs: number): Change[] {
  const changes: Change[] = [];
  while (toUs > world.asOfUs) {
    const endOfDayUs = endOfDay(world.asOfUs);
    world.agenda.takeUntil(Math.min(toUs, endOfDayUs), changes);
    world.asOfUs = Math.min(toUs, endOfDayUs);
    if (toUs <= endOfDayUs) break;
    beginNextDay(world);
    world.asOfUs = endOfDayUs + 1;
    world.agenda.takeUntil(world.asOfUs, changes);
  }
  prepareNextDay(world);
  return changes;
}

const endOfDay = (us: number): number => (dayOf(us) + 1) * dayUs - 1;

function beginNextDay(world: World): void {
  if (world.nextAgenda === null) {
    if (world.simulation.throughDay === dayOf(world.asOfUs)) decideNextDay(world.simulation);
    world.nextAgenda = new Agenda(world.simulation, 0);
  }
  world.agenda = world.nextAgenda;
  world.nextAgenda = null;
}

function prepareNextDay(world: World): void {
  if (world.nextAgenda !== null) return;
  const isDecided = world.simulation.throughDay > dayOf(world.asOfUs);
  if (isDecided) world.nextAgenda = new Agenda(world.simulation, 0);
  else decideAhead(world.simulation);
}

type Kind = {
  /** How many were decided, shown or not; numbers run from 1. */
  decided(simulation: Simulation): number;
  createdUs(simulation: Simulation, id: number): number;
  eachChange(simulation: Simulation, id: number, visit: (us: number) => void): void;
  render(simulation: Simulation, id: number, asOfUs: number): Row;
  isDeleted?(simulation: Simulation, id: number, asOfUs: number): boolean;
};

const tutorAt = (simulation: Simulation, id: number) => simulation.tutors[id - 1] as Tutor;

const kinds: Record<ResourceName, Kind> = {
  sessions: {
    decided: (simulation) => simulation.sessions.count,
    createdUs: (simulation, id) => simulation.sessions.createdUs(id),
    eachChange: (simulation, id, visit) => simulation.sessions.eachChange(id, visit),
    render: (simulation, id, asOfUs) => simulation.sessions.render(id, asOfUs),
    isDeleted: (simulation, id, asOfUs) => simulation.sessions.isDeleted(id, asOfUs),
  },
  customers: {
    decided: (simulation) => simulation.customerTable.count,
    createdUs: (simulation, id) => simulation.customerTable.signedUpUs(id),
    eachChange: (simulation, id, visit) => eachCustomerChange(simulation, id, visit),
    render: (simulation, id, asOfUs) => renderCustomer(simulation, id, asOfUs),
  },
  tutors: {
    decided: (simulation) => simulation.tutors.length,
    createdUs: (simulation, id) => tutorAt(simulation, id).hiredUs,
    eachChange: (simulation, id, visit) => tutorAt(simulation, id).changesUs.forEach(visit),
    render: (simulation, id, asOfUs) => renderTutor(simulation, tutorAt(simulation, id), asOfUs),
  },
  subjects: {
    decided: () => subjectCount,
    createdUs: (simulation) => subjectCreatedUs(simulation.originDay),
    eachChange: (simulation, _id, visit) => visit(subjectCreatedUs(simulation.originDay)),
    render: (simulation, id) => renderSubject(simulation.originDay, id),
  },
  calls: {
    decided: (simulation) => simulation.calls.count,
    createdUs: (simulation, id) => simulation.calls.createdUs(id),
    eachChange: (simulation, id, visit) => visit(simulation.calls.createdUs(id)),
    render: (simulation, id) => simulation.calls.render(id),
  },
};

/** How many rows of a resource exist as of the world's instant: exactly the numbers 1 to this one. */
export const countOf = (world: World, resource: ResourceName): number =>
  countBefore(world, resource, world.asOfUs + 1);

/** How many of the rows 1 to `count` were created on each UTC day: rows are numbered in the order of creation. */
export function countsByDayOf(world: World, resource: ResourceName, count: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (let id = 1; id <= count; ) {
    const day = dayOf(createdUsOf(world, resource, id));
    const next = Math.min(count, countBefore(world, resource, (day + 1) * dayUs)) + 1;
    counts.set(day, next - id);
    id = next;
  }
  return counts;
}

/** How many were created before an instant that is at most just after the world's. */
function countBefore(world: World, resource: ResourceName, us: number): number {
  const kind = kinds[resource];
  let low = 0;
  let high = kind.decided(world.simulation);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (kind.createdUs(world.simulation, middle) < us) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The rows that are soft-deleted as of the world's instant, in no order. */
export const deletedIdsOf = (world: World, resource: ResourceName): Iterable<number> =>
  resource === "sessions" ? world.simulation.sessions.deletedIds(world.asOfUs) : [];

export const createdUsOf = (world: World, resource: ResourceName, id: number): number =>
  kinds[resource].createdUs(world.simulation, id);

/** The row's `updated_at` in microseconds, as of the world's instant. */
export function updatedUsOf(world: World, resource: ResourceName, id: number): number {
  let latest = 0;
  kinds[resource].eachChange(world.simulation, id, (us) => {
    if (us <= world.asOfUs && us > latest) latest = us;
  });
  return latest;
}

export const rowOf = (world: World, resource: ResourceName, id: number): Row =>
  kinds[resource].render(world.simulation, id, world.asOfUs);

/** Whether the row is soft-deleted as of the world's instant. */
export const isDeletedOf = (world: World, resource: ResourceName, id: number): boolean =>
  kinds[resource].isDeleted?.(world.simulation, id, world.asOfUs) ?? false;
