import { ChevronLeft, ChevronRight } from "lucide-react";
import { cn } from "../class-names.ts";
import { Button } from "./button.tsx";

export type PaginationProps = {
  /** Such as "26–50 of 1,284". */
  summary: string;
  hasPrevious: boolean;
  hasNext: boolean;
  onPrevious: () => void;
  onNext: () => void;
  busy?: boolean;
  className?: string;
};

/** Forth and back. Pages come by cursor, so there is no jump to page 400. */
export function Pagination(props: PaginationProps) {
  const { summary, hasPrevious, hasNext, onPrevious, onNext, busy = false, className } = props;
  return (
    <nav aria-label="Pages of the list" className={cn("flex items-center justify-between gap-3", className)}>
      <p aria-live="polite" className="tabular text-ink-muted text-sm">
        {summary}
      </p>
      <div className="flex gap-1.5">
        <Button size="sm" disabled={!hasPrevious || busy} onClick={onPrevious}>
          <ChevronLeft aria-hidden />
          Previous
        </Button>
        <Button size="sm" disabled={!hasNext || busy} onClick={onNext}>
          Next
          <ChevronRight aria-hidden />
        </Button>
      </div>
    </nav>
  );
}
