import { z } from "zod";
import { AppError } from "./errors.ts";

/**
 * The only module that reads the environment. Variables are for addresses and secrets; numbers that a
 * company would set are settings in the database.
 */

const url = (protocols: readonly string[]) =>
  z
    .string()
    .refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol.replace(":", "")), {
      error: `an address that starts with ${protocols.map((p) => `${p}://`).join(" or ")}`,
    });

const port = z.coerce.number<string>().int().min(1).max(65_535);
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
/** The machine's instant and the product's, with a slash between them. */
const clockAnchor = z
  .string()
  .transform((text) => text.split("/"))
  .pipe(z.tuple([instant, instant]))
  .transform(([machine, product]) => ({ machineMs: machine.getTime(), productMs: product.getTime() }));
const httpUrl = url(["http", "https"]);
const postgresUrl = url(["postgres", "postgresql"]);
const timezone = z
  .string()
  .refine((zone) => Intl.supportedValuesOf("timeZone").includes(zone) || zone === "UTC");

/** Values with commas between; null where the variable is unset. */
const listOf = <S extends z.ZodType<unknown, string>>(value: S) =>
  z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .pipe(z.array(value).min(1).max(8))
    .nullable();

/** As Standard Webhooks writes them: 24 to 64 bytes in base64. */
const webhookSecret = z.string().refine((text) => {
  const base64 = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text)?.[1];
  const bytes = Buffer.from(base64 ?? "", "base64").length;
  return bytes >= 24 && bytes <= 64;
});

type Variable = {
  schema: z.ZodType;
  /** Text of the default, as one would write it in the file; null where unset is fine. */
  fallback: string | null;
  /** What the variable should hold, for the error and for `.env.example`. */
  means: string;
  secret?: true;
};

const define = <S extends z.ZodType>(
  schema: S,
  fallback: string | null,
  means: string,
  options: { secret?: true } = {},
) => ({ schema, fallback, means, ...options });

export const variables = {
  APP_ENV: define(
    z.enum(["development", "test", "staging", "production"]),
    "development",
    "development, test, staging or production",
  ),
  PORT: define(port, "3000", "the port of the dashboard, 1 to 65535"),
  APP_URL: define(
    httpUrl.nullable(),
    null,
    "the address under which people open the dashboard; http://localhost:PORT where unset",
  ),
  DATA_DIR: define(
    z.string().min(1),
    ".data",
    "the folder of the embedded PostgreSQL, its password and generated secrets",
  ),
  DATABASE_URL: define(
    postgresUrl.nullable(),
    null,
    "postgres:// address of the database owner; the embedded PostgreSQL is used where unset",
    { secret: true },
  ),
  DATABASE_WEB_URL: define(
    postgresUrl.nullable(),
    null,
    "postgres:// address of the role for the web process, which owns nothing; DATABASE_URL with SET ROLE where unset",
    { secret: true },
  ),
  DATABASE_DIRECT_URL: define(
    postgresUrl.nullable(),
    null,
    "postgres:// address past a pooler such as PgBouncer, for LISTEN and migrations; DATABASE_URL where unset",
    { secret: true },
  ),
  DATABASE_POOL_SIZE: define(
    z.coerce.number<string>().int().min(4).max(200),
    "10",
    "connections that one process may hold, 4 to 200",
  ),
  REDIS_URL: define(
    url(["redis", "rediss"]).nullable(),
    null,
    "redis:// address; queue and second cache tier use PostgreSQL and memory where unset",
    { secret: true },
  ),
  SOURCE_MODE: define(z.enum(["mock", "live"]), "mock", "mock (npm start runs the mock source) or live"),
  SOURCE_API_URL: define(
    httpUrl.nullable(),
    null,
    "address of the Rails application, without /api/v1; the mock source where unset and SOURCE_MODE is mock",
  ),
  SOURCE_API_TOKEN: define(z.string().min(1).nullable(), null, "bearer token of the Rails application", {
    secret: true,
  }),
  SUPPORT_API_URL: define(
    httpUrl.nullable(),
    null,
    "address of the support system, without /api/v1; the mock source where unset and SOURCE_MODE is mock",
  ),
  SUPPORT_API_TOKEN: define(z.string().min(1).nullable(), null, "bearer token of the support system", {
    secret: true,
  }),
  INGEST_WEBHOOK_SECRETS: define(
    listOf(webhookSecret),
    null,
    "secrets of sources that push, whsec_ and the base64 of 24 to 64 bytes, with commas between while one replaces another; pushes are refused where unset",
    { secret: true },
  ),
  SOURCE_PUSHES: define(
    listOf(z.enum(["subjects", "customers", "tutors", "sessions", "calls"])),
    null,
    "resources that the source pushes as they change, such as sessions,calls: they are polled once an hour",
  ),
  MOCK_SOURCE_PORT: define(port, "4010", "the port of the mock source, 1 to 65535"),
  MOCK_CUSTOMERS: define(
    z.coerce.number<string>().int().min(50).max(1_000_000),
    "2000",
    "customers in the mock world, 50 to 1000000",
  ),
  MOCK_SEED: define(z.coerce.number<string>().int().min(0), "7", "seed of the mock world, a whole number"),
  MOCK_SPEED: define(
    z.coerce.number<string>().min(1).max(3600),
    "1",
    "how many times as fast as the machine's clock the mock world and the product go on, 1 to 3600; npm start -- --speed sets it",
  ),
  CLOCK_ANCHOR: define(
    clockAnchor.nullable(),
    null,
    "instants of the machine's clock and of the product's that were the same moment, with a slash between them; npm start sets it where the product's clock was moved by MOCK_SPEED",
  ),
  BUSINESS_TIMEZONE: define(timezone, "America/Chicago", "IANA timezone of business days"),
  AUTH_SECRET: define(
    z.string().min(32).nullable(),
    null,
    "secret of at least 32 characters that signs sign-in cookies; made and kept in DATA_DIR where unset",
    { secret: true },
  ),
  ADMIN_EMAIL: define(
    z.email().nullable(),
    null,
    "e-mail address of the first administrator; admin@example.com where unset",
  ),
  ADMIN_PASSWORD: define(
    z.string().min(12).nullable(),
    null,
    "password of the first administrator, at least 12 characters; generated and printed once where unset",
    { secret: true },
  ),
  SMTP_URL: define(
    url(["smtp", "smtps"]).nullable(),
    null,
    "smtp:// address for e-mail; mail stays in the outbox where unset",
    { secret: true },
  ),
  MAIL_FROM: define(z.string().min(3), "Operations <operations@example.com>", "sender of e-mail"),
  AS_OF: define(
    instant.nullable(),
    null,
    "an instant such as 2011-09-01T00:00:00Z at which the product's clock stands still, to look at a historic export; the machine's clock where unset",
  ),
  LOG_LEVEL: define(
    z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]),
    "info",
    "trace, debug, info, warn, error, fatal or silent",
  ),
} satisfies Record<string, Variable>;

export type Env = { [Name in keyof typeof variables]: z.output<(typeof variables)[Name]["schema"]> };

/** Reads and checks the variables. An empty value counts as unset. Throws one AppError that names every wrong one. */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const faults: string[] = [];
  const result: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(variables) as [string, Variable][]) {
    const given = source[name] === "" ? undefined : source[name];
    const parsed = variable.schema.safeParse(given ?? variable.fallback);
    if (parsed.success) result[name] = parsed.data;
    else
      faults.push(
        `${name} holds ${variable.secret ? "a value" : JSON.stringify(given)} but should hold ${variable.means}.`,
      );
  }
  if (faults.length > 0) throw new AppError("misconfigured", faults.join(" "));
  return result as Env;
}

let cached: Env | undefined;

/** The environment of this process, read and checked once. */
export function env(): Env {
  cached ??= readEnv(process.env);
  return cached;
}
