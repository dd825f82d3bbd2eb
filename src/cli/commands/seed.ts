import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Command, Option } from "commander";
import { env } from "#platform/env.ts";
import { AppError } from "#platform/errors.ts";
import { instant, positiveInteger } from "../arguments.ts";
import type { CommandContext, OpenContext } from "../command-context.ts";
import { printJson } from "../print.ts";
import { importFolder } from "./import.ts";

type SeedOptions = { export?: string; format?: Format; customers?: number; seed?: number; asOf?: Date };
type Format = (typeof formats)[number];

const formats = ["csv", "ndjson", "json"] as const;

/** `ops db seed`: a made world as files, taken in the way any export is. */
export function addSeedCommand(db: Command, open: OpenContext): void {
  db.command("seed")
    .description("fill an empty database with a made world")
    .option("--export <folder>", "only write the world there, as files; the database stays as it is")
    .addOption(new Option("--format <format>", "of the files of --export").choices(formats).default("csv"))
    .option("--customers <n>", "how many customers; MOCK_CUSTOMERS where left out", positiveInteger)
    .option("--seed <n>", "which world, a whole number; MOCK_SEED where left out", positiveInteger)
    .option("--as-of <instant>", "the world's present; now where left out", instant)
    .action(async (options: SeedOptions) => {
      const context = await open();
      if (options.export === undefined) await seedDatabase(context, options);
      else printJson(await writeWorld(options.export, context, options));
    });
}

async function seedDatabase(context: CommandContext, options: SeedOptions): Promise<void> {
  await requireEmpty(context);
  const folder = await mkdtemp(path.join(tmpdir(), "dashboard-world-"));
  try {
    // Of the formats that are taken, the one that is read fastest.
    await writeWorld(folder, context, { ...options, format: "ndjson" });
    await importFolder(context, folder, { bulk: true });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function requireEmpty({ db }: CommandContext): Promise<void> {
  const some = await db.selectFrom("customers").select("customer_id").limit(1).executeTakeFirst();
  if (some === undefined) return;
  throw new AppError(
    "conflict",
    "The database holds customers already; a made world would be mixed with them. Use an empty one (DATA_DIR or DATABASE_URL).",
  );
}

/** The world comes from another program: nothing of the product knows how it is made. Answers its rows by resource. */
async function writeWorld(folder: string, context: CommandContext, options: SeedOptions): Promise<unknown> {
  const asOf = (options.asOf ?? context.now()).toISOString();
  const { customers = env().MOCK_CUSTOMERS, seed = env().MOCK_SEED, format = "csv" } = options;
  const args = ["--dir", folder, "--as-of", asOf, "--customers", String(customers), "--seed", String(seed)];
  const script = path.join(import.meta.dirname, "../../../mock-source/export-cli.ts");
  context.progress.say(`Making a world of ${customers} customers …`);
  const startedAt = performance.now();
  const child = spawn(process.execPath, [script, ...args, "--format", format], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  const [code] = await once(child, "close");
  if (code !== 0)
    throw new AppError("internal", "The made world could not be written; the lines above say why.");
  const counts = JSON.parse(Buffer.concat(output).toString("utf8")) as Record<string, number>;
  const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const seconds = (performance.now() - startedAt) / 1000;
  context.progress.say(`Made ${rows} rows in ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows/s`);
  return counts;
}
