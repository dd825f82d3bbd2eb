import type { Status } from "../status.ts";
import type { Instant } from "./dates.ts";

/** A change against the like period: the same hours yesterday, the same weekday last week. */
export type FigureChange = {
  /** Such as "12.4 %". */
  text: string;
  direction: "up" | "down" | "flat";
  /** Whether the direction is welcome, which colour alone must not say. */
  verdict: "better" | "worse" | "neutral";
  /** What it is compared with: "yesterday by this hour". */
  against: string;
};

/** What is known of a figure now. Each state has its own face on a card. */
export type Figure =
  | { state: "loading" }
  | { state: "empty"; message: string }
  | { state: "unknown"; message: string }
  | { state: "error"; what: string; todo: string; onRetry?: () => unknown }
  | {
      state: "ready";
      value: string;
      unit?: string;
      status?: { status: Status; word: string };
      change?: FigureChange;
      /** One line that says why it matters now. */
      why?: string;
      asOf: Instant;
      /** Set where the value is older than it should be. */
      staleSince?: Instant;
    };
