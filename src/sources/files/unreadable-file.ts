import { AppError } from "#platform/errors.ts";

/** A file that cannot be read on: one sentence with the file, and the line where that is known. */
export function unreadableFile(file: string, line: number | null, reason: string, cause?: unknown): AppError {
  const where = line === null ? file : `${file}, line ${line}`;
  return new AppError("invalid_input", `${where}: ${reason}`, { cause });
}
