import { clockSkew } from "./clock-skew.ts";
import { correct } from "./correct.ts";
import { delay } from "./delay.ts";
import { hardDelete, restore, softDelete } from "./deletions.ts";
import { drift } from "./drift.ts";
import { duplicated } from "./duplicated.ts";
import type { FaultKind } from "./fault.ts";
import { gzipCut } from "./gzip-cut.ts";
import { hang } from "./hang.ts";
import { html200 } from "./html200.ts";
import { late } from "./late.ts";
import { malformed } from "./malformed.ts";
import { moving } from "./moving.ts";
import { notUtf8 } from "./not-utf8.ts";
import { numbers } from "./numbers.ts";
import { reordered } from "./reordered.ts";
import { reset } from "./reset.ts";
import { sharedStamp } from "./shared-stamp.ts";
import { status } from "./status.ts";
import { truncated } from "./truncated.ts";
import { wrongShape } from "./wrong-shape.ts";

/** Every way in which the server can misbehave. A new one is a file beside these, and a line here. */
export const faultKinds: readonly FaultKind[] = [
  delay,
  status,
  reset,
  hang,
  html200,
  truncated,
  notUtf8,
  gzipCut,
  wrongShape,
  malformed,
  drift,
  numbers,
  reordered,
  duplicated,
  moving,
  late,
  clockSkew,
  sharedStamp,
  hardDelete,
  softDelete,
  restore,
  correct,
];
