import type { IngestionContext } from "#features/ingestion/ingestion-context.ts";
import type { CommandContext } from "./command-context.ts";

/** What ingestion works with in a command; its progress goes to standard error under `name`. */
export function ingestionContext({ db, now, log, progress }: CommandContext, name: string): IngestionContext {
  return { db, now, log, progress: async (done, total, note) => progress.step(name, done, total, note) };
}
