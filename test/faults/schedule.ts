import type { Resource } from "#sources/source.ts";

/** A schedule is plain data: what a source is like, and what happens, in order. */
export type Schedule = {
  seed: number;
  index: number;
  profile: Profile;
  source: SourceShape;
  steps: readonly Step[];
};

export const profiles = ["plain", "ties", "bulk", "database", "disk", "worker"] as const;

/** plain: one process and its connections; ties and bulk: much of one instant, much at all; the others say what is killed or filled. */
export type Profile = (typeof profiles)[number];

export type SourceShape = {
  salt: number;
  customers: number;
  tutors: number;
  sessions: number;
  calls: number;
  /** Sessions that share one `updated_at` from the beginning. */
  tiedSessions: number;
  /** Rows at most on a page, whatever is asked for. */
  maxPerPage: number;
  idsPerPage: number;
  firstId: number;
  compresses: boolean;
  /** How far the source's clock moves from answer to answer. */
  millisecondsPerAnswer: number;
  /** Seconds by which the Date header is ahead of the source's clock. */
  headerSkewSeconds: number;
  /** Seconds by which our own clock is ahead of the source's. */
  ownSkewSeconds: number;
};

export type HttpFault =
  | "reset"
  | "hang"
  | "too_short"
  | "cut_chunk"
  | "no_length"
  | "cut_gzip"
  | "not_gzip"
  | "not_utf8"
  | "html_200"
  | "too_many_seconds"
  | "too_many_date"
  | "server_error"
  | "refused_token"
  | "wrong_shape"
  | "other_page"
  | "stale_page"
  | "duplicate_rows"
  | "shuffled_rows";

export type ChangeName =
  | "new_session"
  | "new_call"
  | "new_customer"
  | "new_tutor"
  | "new_subject"
  | "correct"
  | "reopen"
  | "move_customer"
  | "move_tutor"
  | "move_subject"
  | "move_hour"
  | "edit"
  | "same_millisecond"
  | "soft_delete"
  | "undo_delete"
  | "hard_delete"
  | "restore"
  | "break"
  | "mend"
  | "drift"
  | "orphan"
  | "owner_comes"
  | "future_date"
  | "tie"
  | "leave_tie";

/** A change at the source. `which` picks among what there is, `salt` makes what is new. */
export type Change = {
  what: ChangeName;
  which: number;
  salt: number;
  /** How far the source's clock moves before it. */
  passesMs: number;
  /** How long the change stays invisible after its `updated_at`. */
  lateMs: number;
  /** Below the printed millisecond. */
  micros: number;
};

/** What happens at the n-th request of a step, counted from 0. */
export type Disturbance = {
  faults: readonly { at: number; fault: HttpFault }[];
  changes: readonly { at: number; change: Change }[];
};

/** Where a batch is held open before it is cut: a lock that its transaction needs. */
export const holdPoints = ["rollups", "measures", "held records", "change record"] as const;
export type HoldPoint = (typeof holdPoints)[number];

export type Step =
  | { kind: "change"; changes: readonly Change[] }
  | { kind: "wait"; seconds: number }
  | { kind: "poll"; resource: Resource; disturbance: Disturbance }
  | { kind: "together"; resources: readonly Resource[]; disturbance: Disturbance }
  | { kind: "stop"; resource: Resource; at: number }
  | {
      kind: "cut";
      resource: "sessions" | "calls" | "customers";
      where: HoldPoint;
      how: "connection" | "database";
    }
  | { kind: "disk"; resource: "sessions" | "customers" }
  | { kind: "worker"; act: WorkerAct; where: HoldPoint; disturbance: Disturbance }
  | { kind: "reconcile"; resource: Exclude<Resource, "subjects"> }
  | { kind: "health" };

export const workerActs = ["kill", "terminate", "two", "command"] as const;
export type WorkerAct = (typeof workerActs)[number];
