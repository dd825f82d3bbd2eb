import { dayOf } from "./instants.ts";
import type { Simulation } from "./model.ts";

type DueResource = keyof Simulation["due"];

/** Notes the day on which a row changes, so that the day's changes are found without looking at every row. */
export function noteDue(world: Simulation, resource: DueResource, id: number, us: number): void {
  const day = dayOf(us);
  if (day > world.throughDay) world.due[resource].add(day, id);
}

/** Notes every day on which a session that was just decided changes, each once. */
export function noteSessionDue(world: Simulation, id: number): void {
  let lastDay = -1;
  world.sessions.eachChange(id, (us) => {
    const day = dayOf(us);
    if (day !== lastDay && day > world.throughDay) world.due.sessions.add(day, id);
    lastDay = day;
  });
}
