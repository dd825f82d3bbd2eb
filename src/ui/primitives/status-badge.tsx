import { cn } from "../class-names.ts";
import { type Status, statusClasses } from "../status.ts";
import { StatusShape } from "./status-shape.tsx";

export type StatusBadgeProps = {
  status: Status;
  word: string;
  /** `plain` has no box, for table cells and cards. */
  variant?: "soft" | "plain";
  className?: string;
};

/** Shape, word and colour, so that no meaning hangs on colour alone. */
export function StatusBadge({ status, word, variant = "soft", className }: StatusBadgeProps) {
  const classes = statusClasses[status];
  return (
    <span
      data-status={status}
      className={cn(
        "inline-flex items-center gap-1.5 font-medium text-sm whitespace-nowrap",
        classes.text,
        variant === "soft" && ["h-6 rounded-md px-2", classes.soft],
        className,
      )}
    >
      <StatusShape status={status} />
      {word}
    </span>
  );
}
