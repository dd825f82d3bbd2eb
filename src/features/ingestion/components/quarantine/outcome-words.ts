import type { Status } from "#ui/status.ts";
import type { Quarantined, QuarantineRequest } from "../../quarantine/schemas.ts";

export type Look = { status: Status; word: string };

type Outcome = QuarantineRequest["outcomes"][number]["outcome"];
type Action = NonNullable<Quarantined["lastAction"]>;

/** What came of a record, in a word. */
export const outcomeLooks: Record<Outcome, Look> = {
  taken: { status: "good", word: "Taken" },
  held: { status: "info", word: "Held" },
  stale: { status: "warning", word: "Not taken: an equal or newer version is stored" },
  malformed: { status: "critical", word: "Malformed still" },
  changed: { status: "warning", word: "Not taken: a newer version came" },
  closed: { status: "neutral", word: "Dealt with meanwhile" },
  done: { status: "neutral", word: "Done" },
};

const waiting: Look = { status: "info", word: "Waiting for a worker" };

const doneWords: Record<Action["action"], string> = {
  retry: "Retried",
  edit: "Edited and retried",
  discard: "Discarded",
  put_back: "Put back",
};

export function lookOfOutcome(outcome: Outcome | null): Look {
  return outcome === null ? waiting : outcomeLooks[outcome];
}

/** What was done last about a record and what came of it. */
export function lookOfAction({ action, outcome }: Action): Look {
  return outcome === "done" ? { status: "neutral", word: doneWords[action] } : lookOfOutcome(outcome);
}

export function wordOfAction(action: Action["action"]): string {
  return doneWords[action];
}
