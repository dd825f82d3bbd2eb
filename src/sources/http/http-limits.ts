/** Limits of asking an outside system. Times in milliseconds. */
export type HttpLimits = {
  /** Until a connection stands. */
  connectMs: number;
  /** From the start of one try to the last byte of its answer. */
  answerMs: number;
  /** All tries and waits of one request together. */
  totalMs: number;
  /** The first try included. */
  tries: number;
  /** The longest possible first wait; it doubles from try to try. */
  firstBackoffMs: number;
  maxBackoffMs: number;
  /** Requests to one system at the same time. */
  concurrency: number;
  /** The largest answer, unpacked. */
  maxBytes: number;
};

export const defaultHttpLimits: HttpLimits = {
  connectMs: 10_000,
  answerMs: 20_000,
  totalMs: 180_000,
  tries: 8,
  firstBackoffMs: 500,
  maxBackoffMs: 10_000,
  concurrency: 4,
  // 500 records are about 0.3 MB; a hundred times that is not a page any more.
  maxBytes: 64 * 1024 * 1024,
};
