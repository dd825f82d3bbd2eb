import { migrateToLatest } from "../../src/db/migrate.ts";
import type { Env } from "../../src/platform/env.ts";
import { AppError, errorMessage } from "../../src/platform/errors.ts";
import { buildWeb, isBuildFresh } from "./build-web.ts";
import { ensureFirstAdministrator, type FirstSignIn } from "./first-administrator.ts";
import { dataDirOf } from "./folders.ts";
import { type SharedClock, startClock } from "./kept-clock.ts";
import { loadHistory, needsHistory } from "./load-history.ts";
import { type OpenDatabase, openDatabase } from "./open-database.ts";
import { requireFreePort } from "./ports.ts";
import { Processes } from "./processes.ts";
import { type ProcessEnvironment, productEnvironment, runsMockSource } from "./product-environment.ts";
import { say, step } from "./progress.ts";
import { readProductEnv } from "./read-product-env.ts";
import { restartOnChange } from "./restart-on-change.ts";
import { keepSecrets } from "./secrets.ts";
import { listenForStop, untilStopped } from "./stop-signal.ts";
import { waitUntilAnswers } from "./wait-until-answers.ts";

const readyLimitSeconds = 180;
const mockSourceLimitSeconds = 90;

type Run = {
  env: Env;
  isDev: boolean;
  stopSignal: AbortSignal;
  database: OpenDatabase;
  environment: ProcessEnvironment;
  processes: Processes;
};

/** Starts the whole product, stays until it is asked to stop, and ends what it started. Gives the exit code. */
export async function startProduct({ isDev }: { isDev: boolean }): Promise<number> {
  const startedAt = performance.now();
  const env = readProductEnv();
  requireMovableClock(env);
  await requireFreePort(env.PORT, "PORT");
  if (runsMockSource(env)) await requireFreePort(env.MOCK_SOURCE_PORT, "MOCK_SOURCE_PORT");
  const stopSignal = listenForStop();
  const database = await step("Starting the database", () => openDatabase(env, say));
  try {
    await runProduct({ env, isDev, stopSignal, database }, startedAt);
  } catch (error) {
    // Whatever fails because everything is being stopped is no fault.
    if (!stopSignal.aborted) throw error;
  } finally {
    await database.close();
  }
  say("Stopped.");
  return 0;
}

async function runProduct(given: Omit<Run, "environment" | "processes">, startedAt: number): Promise<void> {
  const { env, isDev, stopSignal, database } = given;
  await step("Bringing the tables up to date", () => migrateToLatest(database.directUrl));
  const secrets = await keepSecrets(dataDirOf(env));
  const clock = runsMockSource(env) ? startClock(dataDirOf(env), env.MOCK_SPEED) : null;
  if (clock !== null) say(describeClock(clock));
  const environment = productEnvironment(env, database, secrets, clock);
  const processes = new Processes(env, environment, isDev);
  try {
    const [signIn] = await Promise.all([
      makeFirstSignIn(env, database.ownerUrl),
      bringUp({ ...given, environment, processes }),
    ]);
    sayReady(env, signIn, (performance.now() - startedAt) / 1000);
    await untilStopped(stopSignal);
  } finally {
    const why = stopSignal.aborted ? ` (${errorMessage(stopSignal.reason)})` : "";
    say(`Stopping${why} …`);
    await processes.stopAll();
    clock?.stop();
  }
}

/** A source of a company has its own clock, which nobody moves. */
function requireMovableClock(env: Env): void {
  if (env.MOCK_SPEED === 1 || runsMockSource(env)) return;
  throw new AppError(
    "misconfigured",
    "MOCK_SPEED (--speed) moves the clock of the mock source, which does not run here. Leave it out, or set SOURCE_MODE to mock and unset SOURCE_API_URL.",
  );
}

function describeClock({ anchor, speed }: SharedClock): string {
  const at = new Date(anchor.productMs).toISOString().slice(0, 16).replace("T", " ");
  if (speed !== 1) return `The clock of the mock world goes on from ${at} UTC, ${speed} times as fast.`;
  return `The clock of the mock world was moved by an earlier --speed: it goes on from ${at} UTC at normal speed.`;
}

/** Said at once and again at the end: a start that is broken off must not take the password with it. */
async function makeFirstSignIn(env: Env, ownerUrl: string): Promise<FirstSignIn | null> {
  const signIn = await ensureFirstAdministrator(env, ownerUrl);
  if (signIn !== null) say(describeSignIn(signIn));
  return signIn;
}

/** Builds and fills side by side, then starts worker and web and waits until all answer. */
async function bringUp(run: Run): Promise<void> {
  const { env, isDev, stopSignal, processes } = run;
  await Promise.all([isDev ? undefined : ensureBuild(run), ensureHistory(run)]);
  stopSignal.throwIfAborted();
  processes.start("worker");
  processes.start("web");
  if (isDev) restartOnChange(processes, stopSignal);
  const ready = `http://127.0.0.1:${env.PORT}/api/health/ready`;
  await step("Waiting for the dashboard", () =>
    waitUntilAnswers(ready, (status) => status === 200, readyLimitSeconds, stopSignal),
  );
}

async function ensureBuild({ environment, stopSignal }: Run): Promise<void> {
  if (await isBuildFresh()) return;
  await step("Building the web part", () => buildWeb(environment, stopSignal));
}

async function ensureHistory({ env, database, environment, processes, stopSignal }: Run): Promise<void> {
  if (runsMockSource(env)) processes.start("mock source");
  if (!(await needsHistory(database.ownerUrl))) return;
  if (runsMockSource(env)) await waitForMockSource(env, stopSignal);
  await step("Reading the history", () => loadHistory(environment, runsMockSource(env)));
}

async function waitForMockSource(env: Env, stopSignal: AbortSignal): Promise<void> {
  const address = `http://127.0.0.1:${env.MOCK_SOURCE_PORT}/api/v1/subjects`;
  const answers = () =>
    waitUntilAnswers(address, (status) => status < 500, mockSourceLimitSeconds, stopSignal);
  try {
    await step("Making the mock world", answers);
  } catch (error) {
    stopSignal.throwIfAborted();
    say(`The mock source is not up: ${errorMessage(error)}`);
  }
}

function sayReady(env: Env, signIn: FirstSignIn | null, seconds: number): void {
  const address = env.APP_URL ?? `http://localhost:${env.PORT}`;
  const lines = [
    "",
    `The dashboard is ready after ${seconds.toFixed(1)} s: ${address}`,
    ...(signIn === null ? [] : [describeSignIn(signIn)]),
    `Logs: ${dataDirOf(env)}/logs. Ctrl-C stops everything.`,
    "",
  ];
  process.stdout.write(lines.join("\n"));
}

function describeSignIn({ email, generatedPassword }: FirstSignIn): string {
  if (generatedPassword === null) return `Sign in as ${email} with the password of ADMIN_PASSWORD.`;
  return `Sign in as ${email} with the password ${generatedPassword} (made just now, kept nowhere).`;
}
