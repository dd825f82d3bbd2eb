import { cn } from "../class-names.ts";

export type WaterfallStep = {
  key: string;
  label: string;
  /** What the step does: "× 1.4", "+ 2.1". */
  effect: string;
  /** Before and after the step, in the unit of the scale. */
  from: number;
  to: number;
  /** The value after it, as text. */
  result: string;
};

/** From nothing to a figure, step by step: each step's bar begins where the one before it ended. */
export function Waterfall({ label, steps }: { label: string; steps: readonly WaterfallStep[] }) {
  const most = Math.max(...steps.flatMap(({ from, to }) => [from, to]), 0);
  const at = (value: number) => (most > 0 ? Math.max(0, value / most) * 100 : 0);
  return (
    <table className="w-full border-collapse text-sm">
      <caption className="sr-only">{label}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Part</th>
          <th scope="col">Effect</th>
          <th scope="col">Bar</th>
          <th scope="col">Sessions after it</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step) => (
          <tr key={step.key} className="border-line border-t first:border-t-0">
            <th scope="row" className="py-1.5 pr-3 text-left font-normal">
              {step.label}
            </th>
            <td className="tabular py-1.5 pr-3 text-right whitespace-nowrap text-ink-muted">{step.effect}</td>
            <td className="w-2/5 py-1.5 max-sm:hidden">
              <span aria-hidden="true" className="relative block h-3">
                <span
                  className={cn(
                    "absolute inset-y-0 min-w-0.5 rounded-sm",
                    step.to >= step.from ? "bg-accent" : "bg-history",
                  )}
                  style={{
                    left: `${at(Math.min(step.from, step.to))}%`,
                    width: `${Math.abs(at(step.to) - at(step.from))}%`,
                  }}
                />
              </span>
            </td>
            <td className="tabular py-1.5 pl-3 text-right font-medium whitespace-nowrap">{step.result}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
