import type { Command } from "commander";
import { AppError, errorMessage } from "#platform/errors.ts";
import type { OpenContext } from "../command-context.ts";
import { type Examination, examinations } from "../examinations.ts";
import { printRows } from "../print.ts";

type Finding = { check: string; state: "good" | "note" | "fault"; detail: string; mend: string | null };

/** `ops doctor`: what is wrong with this installation, and what mends it. */
export function registerDoctorCommand(program: Command, open: OpenContext): void {
  program
    .command("doctor")
    .description("check configuration, connections, clock, extensions, source; say what to mend")
    .action(async () => {
      const context = await open();
      const findings: Finding[] = [];
      for (const examination of examinations(context)) findings.push(await examine(examination));
      printRows(findings, {
        columns: ["check", "state", "detail", "mend"],
        format: context.json ? "json" : "table",
      });
      if (findings.some(({ state }) => state === "fault")) process.exitCode = 1;
    });
}

async function examine({ name, mend, run }: Examination): Promise<Finding> {
  try {
    const { detail, note } = await run();
    return { check: name, state: note === undefined ? "good" : "note", detail, mend: note ?? null };
  } catch (error) {
    // A driver's words are for whoever runs this command; it is the administrator.
    const detail = error instanceof AppError ? error.message : errorMessage(error) || String(error);
    return { check: name, state: "fault", detail, mend };
  }
}
