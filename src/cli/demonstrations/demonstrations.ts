import { customerAtRisk } from "./customer-at-risk.ts";
import type { Demonstration } from "./demonstration.ts";
import { shortage } from "./shortage.ts";
import { tutorDeclines } from "./tutor-declines.ts";

/** Every demonstration that can be started. A new one is a file beside these, and a line here. */
export const demonstrations: readonly Demonstration[] = [customerAtRisk, shortage, tutorDeclines];
