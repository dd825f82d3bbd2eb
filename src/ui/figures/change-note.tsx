import { ArrowDown, ArrowRight, ArrowUp } from "lucide-react";
import { cn } from "../class-names.ts";
import type { FigureChange } from "./figure.ts";

const arrows = { up: ArrowUp, down: ArrowDown, flat: ArrowRight };
const words = { better: "better than", worse: "worse than", neutral: "against" };
const directions = { up: "up", down: "down", flat: "unchanged," };
const looks = { better: "text-good-ink", worse: "text-critical-ink", neutral: "text-ink-muted" };

/** ↑ 12.4 % better than yesterday by this hour. */
export function ChangeNote({ change, className }: { change: FigureChange; className?: string }) {
  const Arrow = arrows[change.direction];
  return (
    <p className={cn("flex items-start gap-1 text-ink-muted text-sm", className)}>
      <Arrow aria-hidden="true" className={cn("mt-[3px] size-3.5 shrink-0", looks[change.verdict])} />
      <span>
        <span className="sr-only">{directions[change.direction]} </span>
        <span className={cn("tabular font-medium", looks[change.verdict])}>{change.text}</span>{" "}
        {words[change.verdict]} {change.against}
      </span>
    </p>
  );
}
