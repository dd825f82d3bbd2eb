/** Every kind of fault that a campaign makes, and what it means. The tally counts how often each one happened. */
export const faultKinds = {
  // The connection and the answer.
  reset: "connection reset",
  hang: "no answer",
  too_short: "body shorter than its length",
  cut_chunk: "body ends in the middle of a chunk",
  no_length: "body ends early, with no length",
  cut_gzip: "compressed body cut off",
  not_gzip: "said to be compressed, and is not",
  not_utf8: "not UTF-8",
  html_200: "HTML page with status 200",
  too_many_seconds: "429, Retry-After in seconds",
  too_many_date: "429, Retry-After as a date",
  server_error: "500, 502, 503",
  refused_token: "401 to a right token",
  wrong_shape: "JSON of another shape",
  other_page: "another page than asked for",
  stale_page: "answer of up to 50 seconds ago, from a cache",
  duplicate_rows: "rows twice in an answer",
  shuffled_rows: "rows in another order",
  // What the source does while it is read.
  change_while_paging: "rows change between two pages",
  late_visible: "row becomes visible late",
  one_instant: "more than a page with one updated_at",
  one_instant_changes: "rows with that updated_at change while they are read",
  same_millisecond: "two versions print the same updated_at",
  corrected: "record corrected later",
  reopened: "session goes back to an earlier state",
  moved_customer: "record moves to another customer",
  moved_tutor: "session moves to another tutor",
  moved_subject: "session moves to another subject",
  moved_hour: "record moves to another hour",
  soft_delete: "soft delete",
  undo_delete: "soft delete undone",
  hard_delete: "hard delete",
  restored_id: "hard-deleted id is back",
  malformed: "malformed record",
  mended: "malformed record mended",
  schema_drift: "unknown field",
  late_owner: "customer or tutor comes after its records",
  missing_owner: "customer or tutor never comes",
  future_date: "updated_at in the future",
  large_ids: "ids around and above 2^31",
  source_clock_skew: "Date header is wrong",
  own_clock_skew: "our own clock is wrong",
  // Around the workers.
  polls_together: "polls of two processes at once",
  poll_stopped: "poll told to stop",
  connection_cut: "database connection cut in the middle of a batch",
  database_kill: "database server killed -9 in the middle of a batch",
  full_disk: "disk full in the middle of a poll",
  worker_kill: "worker killed -9 in the middle of a batch",
  worker_terminated: "SIGTERM to a worker under load",
  two_workers: "two workers at once",
  command_beside_worker: "ops ingest beside a worker",
} as const;

export type FaultKind = keyof typeof faultKinds;

/** How often each kind happened. */
export class Tally {
  readonly counts = new Map<FaultKind, number>();

  add(kind: FaultKind, times = 1): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + times);
  }
}
