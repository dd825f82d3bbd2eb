import type { DemandGround } from "../schemas/ground.ts";
import { sessionsOf, shortageInWords } from "./demand-words.ts";

/** When an hour counts as short, and when short hours are worth an alert. */
export function BalanceRules({ limits }: { limits: DemandGround["limits"] }) {
  return (
    <p className="text-ink-muted text-sm">
      Balance is capacity by demand. An hour is short with {shortageInWords(limits)}; with less at stake its
      cover is thin. Neighbouring short hours raise an alert from {sessionsOf(limits.alertUnserved)} unserved
      on. Surplus: balance over {limits.surplusAbove}.
    </p>
  );
}
