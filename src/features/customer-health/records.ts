/** What the source says about one customer, as far as health needs it, as of an instant T. Times are epoch milliseconds. */
export type HealthRecords = {
  customerId: number;
  status: CustomerStatus;
  signedUpAtMs: number;
  deletedAtMs: number | null;
  /** The earliest completed session up to T, by time then id. */
  firstSession: FirstSession | null;
  /** Completed sessions up to T and to the day on which a slow start is judged; counted as far as it asks for. */
  earlySessions: number;
  /** Completed sessions within the longest window up to T, by time then id. */
  recentSessions: readonly RecentSession[];
  /** The last completed session before those; may be left out where none of the windows needs it. */
  previousSession: RecentSession | null;
  /** Calls within the window up to T, by time then id. */
  calls: readonly CallRecord[];
  /** Times of the calls before those, rising; may be left out where the calls do not force a tier. */
  earlierCallTimesMs: readonly number[];
  goals: readonly GoalRecord[];
  /** Whether a session is booked at T; may be null where the customer is not idle. */
  booked: boolean | null;
  /** The next instant after T at which a record begins or ceases to count by its own dates; null if none does. */
  nextRecordChangeAtMs: number | null;
};

export type CustomerStatus = "active" | "paused" | "closed";

export type FirstSession = { id: number; atMs: number; rating: number | null };

export type RecentSession = { id: number; atMs: number; tutorId: number };

export type CallRecord = { id: number; atMs: number; reason: string };

export type GoalRecord = {
  id: number;
  isPrimary: boolean;
  createdAtMs: number;
  completedAtMs: number | null;
};
