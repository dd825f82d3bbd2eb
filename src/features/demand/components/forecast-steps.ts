import type { WaterfallStep } from "#ui/charts/waterfall.tsx";
import { formatDecimal } from "#ui/figures/format.ts";
import type { ForecastExplanation } from "../schemas/explanation.ts";
import { partWords } from "./demand-look.ts";
import { formatSessions } from "./demand-words.ts";

/** The parts of a forecast as steps from nothing to the mean; parts that change nothing are left out. */
export function forecastSteps(parts: ForecastExplanation["parts"]): WaterfallStep[] {
  const steps = parts.map(({ part, name, factor, mean }, index): WaterfallStep => {
    const from = parts[index - 1]?.mean ?? 0;
    return {
      key: `${index} ${part}`,
      label: name ? `${partWords[part]}: ${name}` : partWords[part],
      effect: part === "level" ? "" : `× ${formatDecimal(factor, 2)}`,
      from: part === "level" ? 0 : from,
      to: mean,
      result: formatSessions(mean),
    };
  });
  return steps.filter(({ effect }) => effect !== "× 1.00");
}
