import { sql } from "kysely";
import pg from "pg";
import { createDatabase, type DatabaseOptions } from "#db/client.ts";
import { env } from "#platform/env.ts";
import { AppError } from "#platform/errors.ts";
import { checkMigrations, checkWorker } from "#platform/readiness/database-checks.ts";
import { configuredSources } from "#registry/sources.ts";
import type { CommandContext } from "./command-context.ts";
import { withQueue } from "./open-queue.ts";

export type Examination = {
  name: string;
  /** What to do where it fails. */
  mend: string;
  /** Throws where something is wrong; `note` is advice where something could be better. */
  run(): Promise<{ detail: string; note?: string }>;
};

const leastPostgresMajor = 15;
const mostClockDifferenceSeconds = 2;
const sourcePatienceMs = 8_000;
const mostPushMinutes = 10;

/** What `ops doctor` looks at, in the order in which one thing stands on another. */
export function examinations(context: CommandContext): Examination[] {
  return [
    configuration,
    database(context),
    clock(context),
    webRole(context),
    listening(context),
    extensions(context),
    migrations(context),
    queue(context),
    worker(context),
    pushes(context),
    ...sources(context),
  ];
}

const configuration: Examination = {
  name: "configuration",
  mend: "Correct the variables; .env.example says what each should hold.",
  async run() {
    const { APP_ENV, SOURCE_MODE, AUTH_SECRET, SMTP_URL, APP_URL, AS_OF } = env();
    const { SOURCE_PUSHES, INGEST_WEBHOOK_SECRETS } = env();
    const hints = [
      AUTH_SECRET === null
        ? "AUTH_SECRET is not set: `npm start` makes one, other ways to start need it."
        : null,
      APP_ENV === "production" && APP_URL === null
        ? "APP_URL is not set: links in mails lead to localhost."
        : null,
      SMTP_URL === null
        ? "SMTP_URL is not set: mail stays in the outbox, where an administrator reads it."
        : null,
      SOURCE_PUSHES !== null && INGEST_WEBHOOK_SECRETS === null
        ? "SOURCE_PUSHES is set but INGEST_WEBHOOK_SECRETS is not: nothing can be pushed."
        : null,
      AS_OF === null ? null : `AS_OF is set: the product's clock stands still at ${AS_OF.toISOString()}.`,
    ].filter((hint) => hint !== null);
    const detail = `${APP_ENV}, source ${SOURCE_MODE}`;
    return hints.length === 0 ? { detail } : { detail, note: hints.join(" ") };
  },
};

const database = ({ db }: CommandContext): Examination => ({
  name: "database",
  mend: "See that PostgreSQL runs, and that DATABASE_URL leads to it.",
  async run() {
    const { rows } = await sql<{ version: string; major: number }>`
      select current_setting('server_version') as version,
        current_setting('server_version_num')::int / 10000 as major`.execute(db);
    const { version = "?", major = 0 } = rows[0] ?? {};
    if (major >= leastPostgresMajor) return { detail: `PostgreSQL ${version}` };
    throw new AppError(
      "misconfigured",
      `PostgreSQL ${version} is too old: ${leastPostgresMajor} is the oldest that will do.`,
    );
  },
});

const clock = ({ db }: CommandContext): Examination => ({
  name: "clock",
  mend: "Let both machines set their clocks by NTP.",
  async run() {
    const before = Date.now();
    const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
    const here = (before + Date.now()) / 2;
    const seconds = Math.abs((rows[0]?.at.getTime() ?? 0) - here) / 1000;
    const detail = `${seconds.toFixed(2)} s between this machine and the database`;
    if (seconds <= mostClockDifferenceSeconds) return { detail };
    throw new AppError(
      "misconfigured",
      `${detail}; more than ${mostClockDifferenceSeconds} s makes data look late or early.`,
    );
  },
});

const webRole = ({ log }: CommandContext): Examination => ({
  name: "web role",
  mend: "Give DATABASE_WEB_URL a role that owns nothing, as docs/decisions tell; migrations make dashboard_web.",
  async run() {
    const { DATABASE_WEB_URL, DATABASE_URL } = env();
    const address: Pick<DatabaseOptions, "url" | "role"> =
      DATABASE_WEB_URL === null
        ? { url: DATABASE_URL ?? "", role: "dashboard_web" }
        : { url: DATABASE_WEB_URL };
    const web = createDatabase({ ...address, name: "ops doctor", log, poolSize: 1 });
    try {
      const { rows } = await sql<{ role: string; owned: number; bypasses: boolean }>`
        select current_user as role, rolsuper or rolbypassrls as bypasses,
          (select count(*)::int from pg_class where relowner = current_user::regrole) as owned
        from pg_roles where rolname = current_user`.execute(web);
      const { role = "?", owned = 0, bypasses = false } = rows[0] ?? {};
      if (owned === 0 && !bypasses) return { detail: `${role} owns nothing` };
      throw new AppError("misconfigured", `${role} owns tables or goes past row-level security.`);
    } finally {
      await web.destroy();
    }
  },
});

const listening = ({ ownerUrl }: CommandContext): Examination => ({
  name: "notices",
  mend: "Set DATABASE_DIRECT_URL to an address past the pooler: LISTEN needs a connection of its own.",
  async run() {
    const client = new pg.Client({ connectionString: env().DATABASE_DIRECT_URL ?? ownerUrl });
    await client.connect();
    try {
      const heard = new Promise<boolean>((resolve) => {
        client.once("notification", () => resolve(true));
        setTimeout(() => resolve(false), 2_000).unref();
      });
      await client.query("listen ops_doctor");
      await client.query("notify ops_doctor");
      if (await heard) return { detail: "LISTEN and NOTIFY work" };
      throw new AppError("misconfigured", "A notice did not come back: live updates would be late.");
    } finally {
      await client.end();
    }
  },
});

const extensions = ({ db }: CommandContext): Examination => ({
  name: "extensions",
  mend: "See the message of the database.",
  async run() {
    const { rows } = await sql<{ name: string; installed: boolean }>`
      select name, installed_version is not null as installed from pg_available_extensions
      where name in ('timescaledb', 'citus')`.execute(db);
    const installed = rows.filter((row) => row.installed).map(({ name }) => name);
    if (installed.length > 0) return { detail: installed.join(", ") };
    return rows.length === 0
      ? { detail: "none; time series are in monthly partitions" }
      : {
          detail: "none in use",
          note: `${rows.map(({ name }) => name).join(", ")} could be used by a new database.`,
        };
  },
});

const migrations = ({ db }: CommandContext): Examination => ({
  name: "migrations",
  mend: 'Run "ops db migrate".',
  async run() {
    const fault = await checkMigrations(db);
    if (fault === null) return { detail: "the tables are the newest" };
    throw new AppError("misconfigured", fault);
  },
});

const queue = (context: CommandContext): Examination => ({
  name: "queue",
  mend: "See that REDIS_URL (or the database, where it is not set) can be reached.",
  async run() {
    const counts = await withQueue(context, async (jobs) => await jobs.counts());
    const detail = `on ${env().REDIS_URL === null ? "PostgreSQL" : "Redis"}: ${counts.waiting} waiting, ${counts.active} active, ${counts.dead} dead`;
    return counts.dead === 0 ? { detail } : { detail, note: 'Look at "ops jobs list --dead".' };
  },
});

const worker = ({ db }: CommandContext): Examination => ({
  name: "worker",
  mend: "Start a worker (`npm start` does).",
  async run() {
    const fault = await checkWorker(db);
    // The command is also run while the product is stopped.
    return fault === null ? { detail: "at least one is alive" } : { detail: "none is alive", note: fault };
  },
});

const pushes = ({ db }: CommandContext): Examination => ({
  name: "pushes",
  mend: 'See that a worker runs; "ops jobs list --dead" says why pushes cannot be written.',
  async run() {
    const { rows } = await sql<{ waiting: number; minutes: number }>`
      select count(*)::int as waiting,
        coalesce(extract(epoch from clock_timestamp() - min(received_at)) / 60, 0)::int as minutes
      from pushed_batches where written_at is null`.execute(db);
    const { waiting = 0, minutes = 0 } = rows[0] ?? {};
    if (waiting === 0) return { detail: "none waits" };
    const detail = `${waiting} wait, the oldest for ${minutes} minutes`;
    if (minutes <= mostPushMinutes) return { detail };
    throw new AppError("unavailable", `${detail}.`);
  },
});

function sources({ log }: CommandContext): Examination[] {
  const configured = configuredSources(log);
  if (configured.length === 0) {
    const detail = "no source is configured";
    const note = "Set SOURCE_API_URL and SOURCE_API_TOKEN, or import files.";
    return [{ name: "source", mend: note, run: async () => ({ detail, note }) }];
  }
  return configured.map((source) => ({
    name: `source ${source.name}`,
    mend: "Correct its address and token, or wait until it answers again; nothing is lost meanwhile.",
    async run() {
      const [resource] = source.resources;
      if (resource === undefined) return { detail: "it has no resources" };
      const signal = AbortSignal.timeout(sourcePatienceMs);
      const request = { since: null, page: 1, perPage: 1, signal };
      await source.fetchPage(resource, request).catch((error: unknown) => {
        if (!signal.aborted) throw error;
        const detail = `It did not answer within ${sourcePatienceMs / 1000} seconds.`;
        throw new AppError("source_unavailable", detail, { cause: error });
      });
      return { detail: "it answers" };
    },
  }));
}
