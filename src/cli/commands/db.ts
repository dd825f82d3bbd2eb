import type { Command } from "commander";
import { migrateToLatest, migrationStatus, rollback } from "#db/migrate.ts";
import { positiveInteger } from "../arguments.ts";
import type { OpenContext } from "../command-context.ts";
import { printRows } from "../print.ts";
import { addSeedCommand } from "./seed.ts";

/** `ops db`: migrations of the database. */
export function registerDbCommand(program: Command, open: OpenContext): void {
  const db = program.command("db").description("migrate the database, or see where it stands");
  db.command("migrate")
    .description("run every migration that has not run")
    .action(async () => {
      const { ownerUrl, json } = await open();
      printSteps(await migrateToLatest(ownerUrl), json);
    });
  db.command("rollback")
    .description("take back the newest migrations")
    .option("--steps <n>", "how many", positiveInteger, 1)
    .action(async ({ steps }: { steps: number }) => {
      const { ownerUrl, json } = await open();
      printSteps(await rollback(ownerUrl, steps), json);
    });
  db.command("status")
    .description("every migration, and when it ran")
    .action(async () => {
      const { ownerUrl, json } = await open();
      const states = await migrationStatus(ownerUrl);
      const rows = states.map(({ name, executedAt }) => ({ migration: name, ran_at: executedAt }));
      printRows(rows, { columns: ["migration", "ran_at"], format: json ? "json" : "table" });
    });
  addSeedCommand(db, open);
}

function printSteps(
  steps: readonly { name: string; direction: string; status: string }[],
  json: boolean,
): void {
  const rows = steps.map(({ name, direction, status }) => ({ migration: name, direction, status }));
  printRows(rows, { columns: ["migration", "direction", "status"], format: json ? "json" : "table" });
}
