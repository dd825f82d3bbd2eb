import { delay } from "./delay.ts";
import type { FaultKind } from "./fault.ts";
import { hang } from "./hang.ts";
import { html200 } from "./html200.ts";
import { reset } from "./reset.ts";
import { status } from "./status.ts";
import { truncated } from "./truncated.ts";

/** Every way in which the server can misbehave. A new one is a file beside these, and a line here. */
export const faultKinds: readonly FaultKind[] = [delay, status, reset, truncated, html200, hang];
