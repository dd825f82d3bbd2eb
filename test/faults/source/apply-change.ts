import type { OutsideRow } from "#sources/fixtures/contract-server.ts";
import type { Resource } from "#sources/source.ts";
import { Draw } from "../draw.ts";
import type { FaultKind, Tally } from "../fault-kinds.ts";
import type { Change, ChangeName } from "../schedule.ts";
import {
  breakages,
  hourMs,
  makeCall,
  makeCustomer,
  makeSession,
  makeSubject,
  makeTutor,
  type Owners,
  printInstant,
  sessionState,
  subjectCodes,
} from "./source-records.ts";
import { isoOf, type PutOptions, type RecordKey, type SourceRow, type SourceWorld } from "./source-world.ts";

/** The source as changes see it. */
export type ChangingSource = {
  world: SourceWorld;
  firstId: number;
  maxPerPage: number;
  tally: Tally;
  /** Both the Date header and our own clock. */
  areClocksAhead: boolean;
  /** Resources whose ids no longer tell what a poll sees: rows vanished, or came back as they were. */
  needsReconciling: Set<Exclude<Resource, "subjects">>;
};

type Turn = ChangingSource & { draw: Draw; which: number; late: PutOptions };
type Owned = "sessions" | "calls";

/** Makes a change at the source, and counts what it was. One that finds nothing to change does nothing. */
export function applyChange(source: ChangingSource, change: Change): void {
  source.world.clockMs += change.passesMs;
  const late = { lateMs: change.lateMs, micros: change.micros };
  changes[change.what]({ ...source, draw: new Draw(change.salt), which: change.which, late });
}

const changes: Record<ChangeName, (turn: Turn) => void> = {
  new_session: (turn) =>
    put(turn, "sessions", makeSession(turn.draw, nextId(turn, "sessions"), owners(turn))),
  new_call: (turn) => put(turn, "calls", makeCall(turn.draw, nextId(turn, "calls"), owners(turn))),
  new_customer: (turn) =>
    put(turn, "customers", makeCustomer(turn.draw, nextId(turn, "customers"), turn.world.clockMs)),
  new_tutor: (turn) => put(turn, "tutors", makeTutor(turn.draw, nextId(turn, "tutors"), turn.world.clockMs)),
  new_subject: (turn) => put(turn, "subjects", makeSubject(turn.draw, turn.draw.pick(subjectCodes))),
  correct: (turn) =>
    edit(turn, "sessions", "corrected", ({ draw }) => ({ rating: draw.pick([null, "1.0", "4.0", "5.0"]) })),
  reopen: (turn) =>
    edit(turn, "sessions", "reopened", ({ draw }) => ({
      status: draw.pick(["no_show", "scheduled", "cancelled"]),
      rating: null,
      started_at: null,
    })),
  move_customer: (turn) =>
    edit(turn, turn.draw.pick<Owned>(["sessions", "sessions", "calls"]), "moved_customer", () => ({
      customer_id: turn.draw.pick(owners(turn).customerIds),
    })),
  move_tutor: (turn) =>
    edit(turn, "sessions", "moved_tutor", () => ({ tutor_id: turn.draw.pick(owners(turn).tutorIds) })),
  move_subject: (turn) =>
    edit(turn, "sessions", "moved_subject", ({ draw }) => ({
      subject: draw.pick([...subjectCodes, "new_one"]),
    })),
  move_hour: (turn) => moveHour(turn),
  edit: (turn) => editAny(turn),
  same_millisecond: (turn) => sameMillisecond(turn),
  soft_delete: (turn) =>
    edit(turn, deletable(turn), "soft_delete", ({ world }) => ({ deleted_at: isoOf(world.clockMs) })),
  undo_delete: (turn) => {
    const resource = deletable(turn);
    const deleted = present(turn, resource).filter((row) => meantBy(row).deleted_at !== null);
    const row = pickRow(turn, deleted);
    if (row === undefined) return;
    put(turn, resource, { ...meantBy(row), deleted_at: null });
    turn.tally.add("undo_delete");
  },
  hard_delete: (turn) => hardDelete(turn),
  restore: (turn) => restore(turn),
  break: (turn) => {
    const resource = turn.draw.pick<Resource>([
      "sessions",
      "sessions",
      "calls",
      "customers",
      "tutors",
      "subjects",
    ]);
    const row = pickRow(turn, present(turn, resource));
    if (row === undefined) return;
    put(turn, resource, meantBy(row), { breakage: turn.draw.pick(breakages[resource]) });
  },
  mend: (turn) => {
    const broken = (["sessions", "calls", "customers", "tutors", "subjects"] as const)
      .flatMap((resource) => present(turn, resource))
      .filter((row) => row.versions.at(-1)?.faultPath != null);
    const row = pickRow(turn, broken);
    if (row !== undefined) put(turn, row.resource, meantBy(row));
  },
  drift: (turn) => {
    const resource = turn.draw.pick<Resource>(["sessions", "customers", "calls"]);
    const row = pickRow(turn, present(turn, resource));
    if (row === undefined) return;
    put(turn, resource, meantBy(row), {
      unknownFields: { [`mood_${turn.draw.between(1, 3)}`]: { deep: [1] } },
    });
  },
  orphan: (turn) => {
    const resource = turn.draw.pick<Owned>(["sessions", "sessions", "calls"]);
    const make = resource === "sessions" ? makeSession : makeCall;
    const row = make(turn.draw, nextId(turn, resource), owners(turn));
    const owner = resource === "sessions" && turn.draw.chance(0.4) ? "tutor_id" : "customer_id";
    put(turn, resource, { ...row, [owner]: turn.firstId + 900 + turn.draw.between(0, 2) });
  },
  owner_comes: (turn) => ownerComes(turn),
  future_date: (turn) => {
    // Where every clock says that it is later than it is, nobody can tell what lies in the future.
    if (turn.areClocksAhead) return;
    const row = makeSession(turn.draw, nextId(turn, "sessions"), owners(turn));
    put(turn, "sessions", row, { atMicros: (turn.world.clockMs + turn.draw.between(1, 48) * hourMs) * 1000 });
    turn.tally.add("future_date");
  },
  tie: (turn) => tie(turn),
  leave_tie: (turn) => {
    const row = pickRow(turn, tied(turn));
    if (row !== undefined)
      put(turn, "sessions", { ...meantBy(row), ...sessionState(turn.draw, turn.world.clockMs) });
  },
};

function put(turn: Turn, resource: Resource, row: OutsideRow, more: PutOptions = {}): void {
  const key = (resource === "subjects" ? row.code : row.id) as RecordKey;
  const previous = turn.world.row(resource, key);
  if (previous?.isRemoved) return;
  const wasBroken = previous?.versions.at(-1)?.faultPath != null && previous.versions.at(-1)?.isServed;
  const version = turn.world.put(resource, row, { ...turn.late, ...more });
  if (wasBroken && version.faultPath === null) turn.tally.add("mended");
}

const meantBy = (row: SourceRow) => row.versions.at(-1)?.meant as OutsideRow;
const present = ({ world }: Turn, resource: Resource) => world.rows(resource).filter((row) => !row.isRemoved);
const pickRow = ({ which }: Turn, rows: readonly SourceRow[]) => rows[which % Math.max(1, rows.length)];
const nextId = ({ world, firstId }: Turn, resource: Resource) =>
  Math.max(
    firstId - 1,
    ...world
      .rows(resource)
      .map((row) => Number(row.key))
      .filter((id) => id < firstId + 900 || id >= firstId + 903),
  ) + 1;

function owners(turn: Turn): Owners {
  return {
    customerIds: present(turn, "customers").map((row) => row.key),
    tutorIds: present(turn, "tutors").map((row) => row.key),
    nowMs: turn.world.clockMs,
  };
}

function edit(
  turn: Turn,
  resource: Resource,
  kind: FaultKind,
  fields: (turn: Turn) => Record<string, unknown>,
): void {
  const row = pickRow(turn, present(turn, resource));
  if (row === undefined) return;
  put(turn, resource, { ...meantBy(row), ...fields(turn) });
  turn.tally.add(kind);
}

function moveHour(turn: Turn): void {
  const at = () => printInstant(turn.draw, turn.world.clockMs + turn.draw.between(-500, 500) * 600_000);
  if (turn.draw.chance(0.3)) edit(turn, "calls", "moved_hour", () => ({ called_at: at() }));
  else edit(turn, "sessions", "moved_hour", () => ({ scheduled_at: at(), started_at: null }));
}

function editAny(turn: Turn): void {
  const { draw, world } = turn;
  const resource = draw.pick<Resource>(["customers", "tutors", "subjects", "calls", "sessions"]);
  const row = pickRow(turn, present(turn, resource));
  if (row === undefined) return;
  const id = Number(row.key);
  const made = {
    subjects: () => makeSubject(draw, String(row.key)),
    customers: () => makeCustomer(draw, id, world.clockMs),
    tutors: () => makeTutor(draw, id, world.clockMs),
    calls: () => makeCall(draw, id, owners(turn)),
    sessions: () => makeSession(draw, id, owners(turn)),
  }[resource]();
  put(turn, resource, made);
  turn.tally.add("corrected");
}

/** Gives a row one more version within this very millisecond. */
function sameMillisecond(turn: Turn): void {
  const row = pickRow(turn, present(turn, "sessions"));
  const newest = row?.versions.at(-1);
  if (row === undefined || newest === undefined) return;
  const isThisMillisecond =
    Math.floor(newest.micros / 1000) === turn.world.clockMs && newest.micros % 1000 < 990;
  if (isThisMillisecond && newest.isServed) turn.tally.add("same_millisecond");
  put(
    turn,
    "sessions",
    { ...meantBy(row), ...sessionState(turn.draw, turn.world.clockMs) },
    { lateMs: 0, micros: 0 },
  );
}

const deletable = ({ draw }: Turn) =>
  draw.pick<Exclude<Resource, "subjects">>(["sessions", "sessions", "calls", "customers", "tutors"]);

function hardDelete(turn: Turn): void {
  const resource = turn.draw.chance(0.1) ? "subjects" : deletable(turn);
  const row = pickRow(turn, present(turn, resource));
  // Something must be left to refer to.
  if (row === undefined || (resource !== "sessions" && present(turn, resource).length < 3)) return;
  row.isRemoved = true;
  row.wasRemoved = true;
  if (resource !== "subjects") turn.needsReconciling.add(resource);
  turn.tally.add("hard_delete");
}

function restore(turn: Turn): void {
  const removed = (["sessions", "calls", "customers", "tutors"] as const).flatMap((resource) =>
    turn.world.rows(resource).filter((row) => row.isRemoved),
  );
  const row = pickRow(turn, removed);
  if (row === undefined || row.resource === "subjects") return;
  row.isRemoved = false;
  turn.needsReconciling.add(row.resource);
  if (turn.draw.chance(0.5)) put(turn, row.resource, meantBy(row));
  turn.tally.add("restored_id");
}

/** A customer or tutor of whom there are records already. */
function ownerComes(turn: Turn): void {
  const { world, draw } = turn;
  const records = [...world.rows("sessions"), ...world.rows("calls")].map(meantBy);
  const wanted = (["customers", "tutors"] as const).flatMap((owner) =>
    records
      .map((record) => record[owner === "customers" ? "customer_id" : "tutor_id"])
      .filter((id): id is number => typeof id === "number" && world.row(owner, id) === undefined)
      .map((id) => ({ resource: owner, id })),
  );
  const chosen = wanted[turn.which % Math.max(1, wanted.length)];
  if (chosen === undefined) return;
  const { resource, id } = chosen;
  put(
    turn,
    resource,
    resource === "customers" ? makeCustomer(draw, id, world.clockMs) : makeTutor(draw, id, world.clockMs),
  );
  turn.tally.add("late_owner");
}

/** Gives more sessions than a page holds one `updated_at`, to the microsecond. */
function tie(turn: Turn): void {
  const rows = present(turn, "sessions");
  const count = Math.min(rows.length, turn.maxPerPage * 2 + turn.draw.between(1, 5));
  const atMicros = turn.world.clockMs * 1000 + (turn.late.micros ?? 0);
  for (let index = 0; index < count; index++) {
    const row = rows[(turn.which + index) % rows.length];
    if (row !== undefined) put(turn, "sessions", { ...meantBy(row), rating: null }, { atMicros, lateMs: 0 });
  }
}

/** The rows of the `updated_at` that most rows share. */
function tied({ world }: Turn): SourceRow[] {
  const groups = Map.groupBy(
    world.rows("sessions").filter((row) => !row.isRemoved),
    (row) => row.versions.at(-1)?.micros ?? 0,
  );
  return [...groups.values()].reduce((most, rows) => (rows.length > most.length ? rows : most), []);
}
