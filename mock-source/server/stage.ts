import type { Row } from "../world/model.ts";
import type { ChangeByHand } from "./changes-by-hand.ts";
import type { Source } from "./source.ts";

/** What faults and scenes may reach. */
export type Stage = {
  source(): Source;
  /** Milliseconds since 1970, of the world's clock. */
  now(): number;
  /** Makes a change of rows and writes it into the journal. */
  make(change: ChangeByHand): Row | null;
};
