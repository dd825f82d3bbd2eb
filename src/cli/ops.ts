import { Command, CommanderError } from "commander";
import { AppError, errorMessage } from "#platform/errors.ts";
import { type CommandContext, openCommandContext } from "./command-context.ts";
import { registerDbCommand } from "./commands/db.ts";
import { registerDemandCommand } from "./commands/demand.ts";
import { registerDemoCommand } from "./commands/demo.ts";
import { registerDoctorCommand } from "./commands/doctor.ts";
import { registerExportCommand } from "./commands/export.ts";
import { registerHealthCommand } from "./commands/health.ts";
import { registerImportCommand } from "./commands/import.ts";
import { registerIngestCommand } from "./commands/ingest.ts";
import { registerJobsCommand } from "./commands/jobs.ts";
import { registerTutorsCommand } from "./commands/tutors.ts";
import { registerUsersCommand } from "./commands/users.ts";
import { exitCodeOf } from "./exit-code.ts";

/** The command line for everything that an administrator does. Standard output holds the result alone. */
async function runOps(argv: readonly string[]): Promise<number> {
  const opened: CommandContext[] = [];
  const program = new Command("ops")
    .description("What an administrator of the operations dashboard does.")
    .option("--json", "print results as JSON")
    .option("--debug", "print the whole error, with its stack")
    .exitOverride()
    .showHelpAfterError("Run with --help to see what is possible.");
  const open = async () => {
    const context = await openCommandContext(program.opts<{ json?: boolean }>().json === true);
    opened.push(context);
    return context;
  };
  registerDbCommand(program, open);
  registerIngestCommand(program, open);
  registerImportCommand(program, open);
  registerExportCommand(program, open);
  registerHealthCommand(program, open);
  registerTutorsCommand(program, open);
  registerDemandCommand(program, open);
  registerJobsCommand(program, open);
  registerUsersCommand(program, open);
  registerDemoCommand(program, open);
  registerDoctorCommand(program, open);
  try {
    await program.parseAsync(argv, { from: "user" });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    return report(error, program.opts<{ debug?: boolean }>().debug === true);
  } finally {
    for (const context of opened) {
      context.progress.end();
      await context.db.destroy();
    }
  }
}

/** One sentence for what was expected to go wrong; the stack where it was asked for, or where nobody expected it. */
function report(error: unknown, debug: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const whole = error instanceof Error ? error.stack : undefined;
  const showWhole = debug || !(error instanceof AppError);
  process.stderr.write(`${showWhole && whole !== undefined ? whole : errorMessage(error)}\n`);
  return exitCodeOf(error);
}

// Whoever reads the result may stop reading, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

process.exitCode = await runOps(process.argv.slice(2));
