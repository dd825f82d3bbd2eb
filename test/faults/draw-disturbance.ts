import type { Draw } from "./draw.ts";
import type { Change, ChangeName, Disturbance, HttpFault } from "./schedule.ts";

const httpFaults: readonly HttpFault[] = [
  "reset",
  "hang",
  "too_short",
  "cut_chunk",
  "no_length",
  "cut_gzip",
  "not_gzip",
  "not_utf8",
  "html_200",
  "too_many_seconds",
  "too_many_date",
  "server_error",
  "refused_token",
  "wrong_shape",
  "other_page",
  "stale_page",
  "stale_page",
  "duplicate_rows",
  "duplicate_rows",
  "shuffled_rows",
  "shuffled_rows",
];

export function disturbance(draw: Draw): Disturbance {
  return {
    faults: draw.chance(0.15)
      ? storm(draw)
      : draw.list(draw.between(0, 3), () => ({ at: draw.between(0, 7), fault: draw.pick(httpFaults) })),
    changes: draw.list(draw.pick([0, 0, 1, 2, 4]), () => ({ at: draw.between(0, 8), change: change(draw) })),
  };
}

/** So many faults in a row that every try of a request meets one, and the poll fails. */
function storm(draw: Draw): Disturbance["faults"] {
  const from = draw.between(0, 6);
  const fault = draw.pick(["server_error", "server_error", "reset", "html_200", "too_many_seconds"] as const);
  return draw.list(draw.between(4, 9), (index) => ({ at: from + index, fault }));
}

/** For real processes, which wait longer before they try again. */
export function fewFaults(draw: Draw): Disturbance {
  const fault = () => draw.pick(["reset", "server_error", "html_200", "cut_chunk"] as const);
  return {
    faults: draw.list(draw.between(0, 2), () => ({ at: draw.between(0, 9), fault: fault() })),
    changes: draw.list(draw.between(0, 3), () => ({ at: draw.between(0, 9), change: change(draw) })),
  };
}

const usualChanges: readonly ChangeName[] = [
  "new_session",
  "new_session",
  "new_session",
  "new_call",
  "new_customer",
  "new_tutor",
  "new_subject",
  "correct",
  "correct",
  "correct",
  "reopen",
  "reopen",
  "move_customer",
  "move_customer",
  "move_tutor",
  "move_subject",
  "move_hour",
  "edit",
  "edit",
  "same_millisecond",
  "soft_delete",
  "soft_delete",
  "undo_delete",
  "undo_delete",
  "hard_delete",
  "restore",
  "break",
  "break",
  "mend",
  "mend",
  "drift",
  "orphan",
  "orphan",
  "owner_comes",
  "future_date",
  "tie",
  "leave_tie",
];

/** Changes one after the other. */
export function changes(draw: Draw, count: number): Change[] {
  return draw.list(count, () => change(draw));
}

export function change(draw: Draw, what: ChangeName = draw.pick(usualChanges)): Change {
  return {
    what,
    which: draw.between(0, 9_999),
    salt: draw.number(),
    passesMs: what === "same_millisecond" ? 0 : draw.pick([0, 0, 1, 400, 20_000, 90_000, 400_000]),
    lateMs: draw.pick([0, 0, 0, 30_000, 115_000]),
    micros: draw.between(0, 999),
  };
}
