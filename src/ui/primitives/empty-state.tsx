import { Inbox } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../class-names.ts";

export type EmptyStateProps = {
  title: string;
  /** What will be here, and how to get it. */
  children?: ReactNode;
  action?: ReactNode;
  icon?: ReactNode;
  className?: string;
};

export function EmptyState({ title, children, action, icon, className }: EmptyStateProps) {
  return (
    <div className={cn("flex flex-col items-center gap-1 px-6 py-10 text-center", className)}>
      <span aria-hidden="true" className="mb-2 text-ink-faint [&_svg]:size-6">
        {icon ?? <Inbox strokeWidth={1.5} />}
      </span>
      <p className="font-medium text-base text-ink">{title}</p>
      {children ? <div className="max-w-md text-base text-ink-muted">{children}</div> : null}
      {action ? <div className="mt-3">{action}</div> : null}
    </div>
  );
}
