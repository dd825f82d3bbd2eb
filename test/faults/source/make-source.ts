import { Draw } from "../draw.ts";
import type { Tally } from "../fault-kinds.ts";
import type { SourceShape } from "../schedule.ts";
import type { ChangingSource } from "./apply-change.ts";
import {
  hourMs,
  makeCall,
  makeCustomer,
  makeSession,
  makeSubject,
  makeTutor,
  subjectCodes,
} from "./source-records.ts";
import { SourceWorld } from "./source-world.ts";

const startsAtMs = Date.parse("2026-03-08T06:00:00.000Z");

/** The source as it is before anything happens: some hours of history, part of it in one instant. */
export function makeSource(shape: SourceShape, tally: Tally): ChangingSource {
  const world = new SourceWorld(startsAtMs);
  const draw = new Draw(shape.salt);
  const { firstId } = shape;
  if (firstId > 1) tally.add("large_ids");
  const moment = () => ({
    atMicros: (startsAtMs - draw.between(0, 6 * hourMs)) * 1000 + draw.between(0, 999),
  });
  const ids = (count: number) => draw.list(count, (index) => firstId + index);
  for (const code of subjectCodes.slice(0, 4)) world.put("subjects", makeSubject(draw, code), moment());
  const customerIds = ids(shape.customers);
  const tutorIds = ids(shape.tutors);
  for (const id of customerIds) world.put("customers", makeCustomer(draw, id, startsAtMs), moment());
  for (const id of tutorIds) world.put("tutors", makeTutor(draw, id, startsAtMs), moment());
  const owners = { customerIds, tutorIds, nowMs: startsAtMs };
  const oneInstant = moment();
  for (const [index, id] of ids(shape.sessions).entries()) {
    const at = index < shape.tiedSessions ? oneInstant : moment();
    world.put("sessions", makeSession(draw, id, owners), at);
  }
  for (const id of ids(shape.calls)) world.put("calls", makeCall(draw, id, owners), moment());
  // Nothing of the beginning comes late.
  for (const resource of ["subjects", "customers", "tutors", "sessions", "calls"] as const)
    for (const row of world.rows(resource)) for (const version of row.versions) version.visibleFromMs = 0;
  return {
    world,
    firstId,
    maxPerPage: shape.maxPerPage,
    tally,
    areClocksAhead: shape.headerSkewSeconds > 0 && shape.ownSkewSeconds > 0,
    needsReconciling: new Set(),
  };
}
