import { eachCustomerChange } from "./customers.ts";
import { orderByInstant } from "./instant-order.ts";
import { dayUs } from "./instants.ts";
import type { ResourceName, Simulation } from "./model.ts";

export type AgendaEntry = { resource: ResourceName; id: number; us: number };

const resources = ["sessions", "customers", "tutors", "calls"] as const;

/** The changes of one decided day in order, as columns: a million customers make a million of them. */
export class Agenda {
  private readonly us: Float64Array;
  private readonly ids: Int32Array;
  private readonly kinds: Uint8Array;
  private readonly order: Float64Array;
  private at = 0;

  /** All changes of the simulation's last decided day that come after `afterUs`. */
  constructor(simulation: Simulation, afterUs: number) {
    const us: number[] = [];
    const ids: number[] = [];
    const kinds: number[] = [];
    const dayStartUs = simulation.throughDay * dayUs;
    eachChangeOfDay(simulation, (kind, id, changeUs) => {
      if (changeUs <= afterUs || changeUs < dayStartUs || changeUs >= dayStartUs + dayUs) return;
      us.push(changeUs);
      ids.push(id);
      kinds.push(kind);
    });
    this.us = new Float64Array(us);
    this.ids = new Int32Array(ids);
    this.kinds = new Uint8Array(kinds);
    this.order = orderByInstant(us.length, dayStartUs, (index) => this.us[index] as number);
  }

  /** Takes the changes up to and with `untilUs` off the agenda. */
  takeUntil(untilUs: number, into: AgendaEntry[]): void {
    for (; this.at < this.order.length; this.at++) {
      const index = this.order[this.at] as number;
      const us = this.us[index] as number;
      if (us > untilUs) return;
      const resource = resources[this.kinds[index] as number] ?? "sessions";
      into.push({ resource, id: this.ids[index] as number, us });
    }
  }
}

/** Visits every change of the rows that change on the last decided day, whichever day each change is of. */
function eachChangeOfDay(
  simulation: Simulation,
  visit: (kind: number, id: number, us: number) => void,
): void {
  const { due, throughDay, calls } = simulation;
  for (const id of distinct(due.sessions.of(throughDay))) {
    simulation.sessions.eachChange(id, (us) => visit(0, id, us));
  }
  for (const id of distinct(due.customers.of(throughDay))) {
    eachCustomerChange(simulation, id, (us) => visit(1, id, us));
  }
  for (const id of distinct(due.tutors.of(throughDay))) {
    for (const us of simulation.tutors[id - 1]?.changesUs ?? []) visit(2, id, us);
  }
  for (let id = simulation.callsBeforeDay + 1; id <= calls.count; id++) visit(3, id, calls.createdUs(id));
}

/** The ids in ascending order, each once: a session that was decided again is noted twice. */
function distinct(ids: Int32Array): Int32Array {
  const sorted = ids.slice().sort();
  let kept = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[kept++] = sorted[i] as number;
  }
  return sorted.subarray(0, kept);
}
