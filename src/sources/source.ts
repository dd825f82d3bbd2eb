/**
 * The contract between the outside systems and ingestion. Ingestion knows nothing but this: which resources
 * exist, what their records look like once they have been checked and normalised, and how to ask for them.
 */

/** In the order in which a full load takes them, so that most records find what they refer to. */
export const resources = ["subjects", "customers", "tutors", "sessions", "calls"] as const;

export type Resource = (typeof resources)[number];

/** An instant as text in UTC with milliseconds, always 24 characters long: text order is the order of time. */
export type Instant = string;

/** A decimal in plain notation without needless zeros, kept as text so that no digit is lost. */
export type Decimal = string;

/** A calendar date, YYYY-MM-DD. */
export type CalendarDate = string;

export type SubjectRecord = {
  code: string;
  name: string;
  category: string | null;
  createdAt: Instant;
  updatedAt: Instant;
};

export type GoalRecord = {
  id: number;
  title: string;
  subjectCode: string | null;
  isPrimary: boolean;
  targetDate: CalendarDate | null;
  completedAt: Instant | null;
  createdAt: Instant;
};

export type CustomerRecord = {
  id: number;
  name: string;
  email: string | null;
  phone: string | null;
  timezone: string;
  acquisitionChannel: string | null;
  plan: string | null;
  monthlySpend: Decimal | null;
  emailConsent: boolean;
  phoneConsent: boolean;
  status: string;
  signedUpAt: Instant;
  goals: readonly GoalRecord[];
  createdAt: Instant;
  updatedAt: Instant;
  deletedAt: Instant | null;
};

export type AvailabilityRecord = { weekday: number; starts: string; ends: string };

export type TimeOffRecord = { startsAt: Instant; endsAt: Instant };

export type TutorRecord = {
  id: number;
  name: string;
  email: string | null;
  timezone: string;
  status: string;
  hourlyRate: Decimal | null;
  hiredAt: Instant;
  subjectCodes: readonly string[];
  availability: readonly AvailabilityRecord[];
  timeOff: readonly TimeOffRecord[];
  createdAt: Instant;
  updatedAt: Instant;
  deletedAt: Instant | null;
};

export type SessionRecord = {
  id: number;
  customerId: number;
  tutorId: number;
  subjectCode: string;
  status: string;
  cancelledBy: string | null;
  scheduledAt: Instant;
  startedAt: Instant | null;
  endedAt: Instant | null;
  durationMinutes: number | null;
  rating: Decimal | null;
  createdAt: Instant;
  updatedAt: Instant;
  deletedAt: Instant | null;
};

export type CallRecord = {
  id: number;
  customerId: number;
  calledAt: Instant;
  reasonCode: string;
  durationSeconds: number | null;
  createdAt: Instant;
  updatedAt: Instant;
  deletedAt: Instant | null;
};

export type Records = {
  subjects: SubjectRecord;
  customers: CustomerRecord;
  tutors: TutorRecord;
  sessions: SessionRecord;
  calls: CallRecord;
};

/** Where in a record something is wrong, such as `goals[0].target_date`, and why. */
export type Fault = { path: string; reason: string };

/** A record that does not keep the contract, with what could be read of it. */
export type RejectedRecord = {
  /** The id, the code, or a hash of the record where neither can be read. */
  key: string;
  id: number | null;
  /** The record as JSON text, to the letter. */
  json: string;
  faults: readonly Fault[];
  updatedAt: Instant | null;
};

/** One entry of a list, checked: a record, or what is wrong with it. */
export type Item<R extends Resource = Resource> =
  | { record: Records[R]; rejected?: undefined }
  | { record?: undefined; rejected: RejectedRecord };

export type Page<R extends Resource = Resource> = {
  /** In the order of the answer. */
  items: readonly Item<R>[];
  nextPage: number | null;
  /** Rows that match, all pages together; null where the source does not say. */
  totalCount: number | null;
  /** The source's clock when it answered (its Date header); null where it has none. */
  answeredAt: Date | null;
  /** Fields that the contract does not know, such as `goals[].mood`. */
  unknownFields: readonly string[];
};

export type PageRequest = {
  /** Rows with this `updated_at` or a later one; null for all. */
  since: Instant | null;
  page: number;
  perPage: number;
  signal?: AbortSignal | undefined;
};

export type IdsPage = { ids: readonly number[]; nextAfterId: number | null };

export type DayCount = { date: CalendarDate; count: number };

/**
 * An outside system. Every method throws AppError: `source_unavailable` (it does not answer, after all
 * tries), `source_malformed` (what it answers is not the agreed shape), `source_rejected` (wrong token or
 * address). A page that cannot be read is always an error, never an empty page.
 */
export type Source = {
  name: string;
  resources: readonly Resource[];
  fetchPage<R extends Resource>(resource: R, request: PageRequest): Promise<Page<R>>;
  /** One record by its id; null where the source does not have it. */
  fetchOne<R extends Resource>(resource: R, id: number, signal?: AbortSignal): Promise<Item<R> | null>;
  /** Ids of the live rows after `afterId`, ascending. */
  fetchIds(resource: Resource, afterId: number, signal?: AbortSignal): Promise<IdsPage>;
  /** Live rows by the UTC day of their creation, both days included. */
  fetchCounts(
    resource: Resource,
    from: CalendarDate,
    to: CalendarDate,
    signal?: AbortSignal,
  ): Promise<DayCount[]>;
};

/** What a source sent by itself, checked. */
export type PushedRecords<R extends Resource = Resource> = {
  /** In the order of the message. */
  items: readonly Item<R>[];
  unknownFields: readonly string[];
};

/**
 * Reads a message that a source sent by itself. Throws AppError: `invalid_input` (not JSON, or not the agreed
 * shape), `too_large` (too many records). A malformed record is an item, not an error.
 */
export type ReadPush = <R extends Resource>(resource: R, text: string) => PushedRecords<R>;

/** A message as it arrived, with what its headers say. */
export type SignedMessage = {
  id: string;
  timestamp: string;
  signature: string;
  body: Uint8Array;
  receivedAt: Date;
};

/** Why a message is not to be believed, in one sentence; null where it is. */
export type RefuseMessage = (message: SignedMessage) => string | null;
