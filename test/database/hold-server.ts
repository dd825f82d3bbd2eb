import { startEmbeddedPostgres } from "../../src/platform/embedded-postgres/start-embedded-postgres.ts";

/** A process that uses the embedded server of a folder until its standard input closes; for tests. */
const dataDir = process.argv[2] ?? "";
const { ownerUrl, adopted, stop } = await startEmbeddedPostgres({ dataDir, log: () => undefined });
process.stdout.write(`${JSON.stringify({ ownerUrl, adopted })}\n`);
process.stdin.resume();
process.stdin.once("close", () => void stop());
