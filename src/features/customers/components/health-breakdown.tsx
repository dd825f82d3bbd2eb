import { componentWords } from "#domain/customers/risk-tier.ts";
import { formatSigned } from "#ui/figures/format.ts";
import { statusClasses } from "#ui/status.ts";
import type { HealthExplanation } from "../schemas.ts";
import { statusOfComponent } from "./status-of-component.ts";

export type HealthBreakdownProps = Pick<HealthExplanation, "reasons" | "missing">;

/** The components of a score, the one that costs most first: score as bar and number, and points lost. */
export function HealthBreakdown({ reasons, missing }: HealthBreakdownProps) {
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">Components of the score</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Component</th>
          <th scope="col">Score</th>
          <th scope="col">Points</th>
        </tr>
      </thead>
      <tbody>
        {reasons.map(({ component, score, points }) => (
          <tr key={component}>
            <th scope="row" className="py-0.5 pr-3 text-left font-normal text-ink-muted">
              {componentWords[component]}
            </th>
            <td className="tabular py-0.5">
              <span className="flex items-center justify-end gap-2">
                <span aria-hidden="true" className="h-1 w-12 overflow-hidden rounded-full bg-muted">
                  <span
                    className={`block h-full ${statusClasses[statusOfComponent(score)].solid}`}
                    style={{ width: `${score}%` }}
                  />
                </span>
                <span className="w-6 text-right font-medium">{Math.round(score)}</span>
              </span>
            </td>
            <td className="tabular w-12 py-0.5 text-right text-ink-muted">
              {formatSigned(-points, points > 0 && points < 0.95 ? 1 : 0)}
            </td>
          </tr>
        ))}
        {missing.map(({ component, text }) => (
          <tr key={component}>
            <th scope="row" className="py-0.5 pr-3 text-left font-normal text-ink-faint">
              {componentWords[component]}
            </th>
            <td colSpan={2} className="py-0.5 text-right text-ink-faint">
              {text}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
