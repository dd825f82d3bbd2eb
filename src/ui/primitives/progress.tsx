import { cn } from "../class-names.ts";
import { type Status, statusClasses } from "../status.ts";

export type ProgressProps = {
  label: string;
  /** 0 to 1; more than 1 is shown as full. */
  ratio: number;
  /** What a screen reader says instead of the percentage. */
  text?: string;
  tone?: Status | "accent";
  className?: string;
};

export function Progress({ label, ratio, text, tone = "accent", className }: ProgressProps) {
  const percent = Math.round(Math.min(1, Math.max(0, ratio)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={text}
      className={cn("h-1.5 w-full overflow-hidden rounded-full bg-muted", className)}
    >
      <div
        className={cn("h-full rounded-full", tone === "accent" ? "bg-accent" : statusClasses[tone].solid)}
        style={{ width: `${percent}%` }}
      />
    </div>
  );
}
