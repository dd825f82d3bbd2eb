import { badWeek } from "./bad-week.ts";
import { paymentsDown } from "./payments-down.ts";
import type { Scene } from "./scene.ts";
import { shortage } from "./shortage.ts";
import { tutorDeclines } from "./tutor-declines.ts";

/** Every scene that can be started. A new one is a file beside these, and a line here. */
export const scenes: readonly Scene[] = [tutorDeclines, badWeek, shortage, paymentsDown];
