import { componentWords } from "#domain/customers/risk-tier.ts";
import { ChangedValue } from "#ui/figures/changed-value.tsx";
import { formatDecimal, formatPercent } from "#ui/figures/format.ts";
import { type Status, statusClasses } from "#ui/status.ts";
import type { CustomerHealthAnswer } from "../health-schemas.ts";

/** Only what costs a lot has a colour. */
function statusOf(score: number): Status {
  if (score <= 40) return "critical";
  return score <= 70 ? "warning" : "neutral";
}

/** Every component with its score, its reason, and the points that it takes from 100; the worst first. */
export function ComponentList({ health }: { health: CustomerHealthAnswer }) {
  const total = [...health.reasons, ...health.missing].reduce((sum, { weight }) => sum + weight, 0);
  const share = (weight: number) => formatPercent(total > 0 ? weight / total : 0, 0);
  const lost = health.reasons.reduce((sum, { points }) => sum + points, 0);
  return (
    <div>
      <ul className="flex flex-col">
        {health.reasons.map(({ component, score, weight, points, text }) => (
          <li
            key={component}
            className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 border-line border-t py-3 first:border-t-0 first:pt-0 sm:grid-cols-[10rem_1fr_auto]"
          >
            <div>
              <p className="font-medium">{componentWords[component]}</p>
              <p className="text-ink-muted text-sm">{share(weight)} of the score</p>
            </div>
            <div className="max-sm:order-last max-sm:col-span-2">
              <p className="flex items-center gap-2.5">
                <span aria-hidden="true" className="h-1.5 w-24 overflow-hidden rounded-full bg-muted">
                  <span
                    className={`block h-full rounded-full ${statusClasses[statusOf(score)].solid}`}
                    style={{ width: `${score}%` }}
                  />
                </span>
                <ChangedValue value={Math.round(score)} className="tabular font-medium" />
                <span className="sr-only">of 100</span>
              </p>
              <p className="mt-0.5 text-ink-muted">{text}</p>
            </div>
            <p className="tabular text-right">
              <ChangedValue value={formatPoints(points)} className="font-medium" />
              <span className="block text-ink-muted text-sm">points</span>
            </p>
          </li>
        ))}
        {health.missing.map(({ component, weight, text }) => (
          <li
            key={component}
            className="grid grid-cols-[1fr_auto] gap-x-4 border-line border-t py-3 sm:grid-cols-[10rem_1fr_auto]"
          >
            <div>
              <p className="font-medium">{componentWords[component]}</p>
              <p className="text-ink-muted text-sm">{share(weight)}, left out</p>
            </div>
            <p className="text-ink-muted max-sm:order-last max-sm:col-span-2">{text}</p>
            <p className="text-right text-ink-faint">–</p>
          </li>
        ))}
      </ul>
      <p className="border-line border-t pt-3 text-ink-muted text-sm">
        100 − {formatDecimal(lost, 1)} = {formatDecimal(100 - lost, 1)}, rounded to {health.score}.
        {health.missing.length > 0 ? " The weight of what is left out goes to the others." : null}
      </p>
    </div>
  );
}

/** −12.5, or 0 where nothing is lost. */
function formatPoints(points: number): string {
  return points < 0.05 ? "0" : `−${formatDecimal(points, 1)}`;
}
