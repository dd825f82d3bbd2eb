import {
  type BackendFactory,
  Queue as BullQueue,
  Worker as BullWorker,
  createPostgresBackend,
  createRedisBackend,
  type IQueueBackend,
  type JobsOptions,
  type Processor,
  type WorkerOptions,
} from "bullmq";

export type QueueAddress = {
  /** PostgreSQL past a pooler: the backend listens on it. */
  databaseUrl: string;
  /** Redis takes the place of PostgreSQL where this is set. */
  redisUrl: string | null;
  /** Role to take on PostgreSQL after connecting. */
  role?: string;
};

/** What stands in the queue beside a job's name. */
export type JobPayload = {
  input: unknown;
  /** The schedule in whose place it runs, where a person had it run. */
  schedule?: string;
};

export type OpsQueue = BullQueue<JobPayload, void, string, JobPayload, void, string, IQueueBackend, never>;
export type OpsWorker = BullWorker<JobPayload, void, string, IQueueBackend, never, never>;

/** The schema of the queue's tables on PostgreSQL. */
export const queueSchema = "bullmq";

const keyPrefix = "ops";

type Backend = { factory: BackendFactory<IQueueBackend, never>; connection: never };

/** A queue on Redis where an address of one is given, on PostgreSQL otherwise. */
export function openQueue(name: string, address: QueueAddress, defaultJobOptions: JobsOptions): OpsQueue {
  const { factory, connection } = chooseBackend(address, 3);
  const options = { connection, prefix: keyPrefix, defaultJobOptions };
  return new BullQueue(name, options, factory) as unknown as OpsQueue;
}

/** A worker of the same queue. It starts when `run()` is called. */
export function openWorker(
  name: string,
  address: QueueAddress,
  processor: Processor<JobPayload, void, string>,
  options: Omit<WorkerOptions<never>, "connection" | "autorun" | "prefix">,
): OpsWorker {
  const { factory, connection } = chooseBackend(address, 5);
  const all = { ...options, connection, prefix: keyPrefix, autorun: false };
  return new BullWorker(name, processor, all, factory) as unknown as OpsWorker;
}

function chooseBackend(address: QueueAddress, poolSize: number): Backend {
  if (address.redisUrl !== null) {
    return { factory: createRedisBackend as never, connection: redisOptions(address.redisUrl) as never };
  }
  const connection = {
    connectionString: address.databaseUrl,
    application_name: "queue",
    max: poolSize,
    schema: queueSchema,
    ...(address.role === undefined ? {} : { options: `-c role=${address.role}` }),
  };
  return { factory: createPostgresBackend as never, connection: connection as never };
}

/** Workers wait for Redis as long as it takes; they ask for exactly this. */
function redisOptions(url: string) {
  return { url, maxRetriesPerRequest: null };
}
