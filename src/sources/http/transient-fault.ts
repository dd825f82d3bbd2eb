import type { ErrorCode } from "#platform/errors.ts";

/** A fault that another try may not meet: no connection, no answer, 429, 5xx, or an answer that cannot be read. */
export class TransientFault extends Error {
  /** What the caller is told when no try is left. */
  readonly code: ErrorCode & ("source_unavailable" | "source_malformed" | "rate_limited");
  readonly retryAfterMs: number | null;

  constructor(
    code: TransientFault["code"],
    message: string,
    options: { cause?: unknown; retryAfterMs?: number | null } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "TransientFault";
    this.code = code;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
