import { AppError, type ErrorCode } from "#platform/errors.ts";

/** What scripts can tell apart: 2 wrong use, 3 wrong configuration, 4 something else does not answer, 5 not found or in the way. */
const exitCodes: Partial<Record<ErrorCode, number>> = {
  invalid_input: 2,
  misconfigured: 3,
  source_unavailable: 4,
  source_rejected: 4,
  source_malformed: 4,
  unavailable: 4,
  not_found: 5,
  conflict: 5,
};

/** The source and our tables differ, and it could not be mended. */
export const differsExitCode = 6;

/** The exit code for something thrown: 1 where no other fits. */
export function exitCodeOf(error: unknown): number {
  return error instanceof AppError ? (exitCodes[error.code] ?? 1) : 1;
}
