import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../class-names.ts";
import { type Status, statusClasses } from "../status.ts";
import { Button } from "./button.tsx";
import { StatusShape } from "./status-shape.tsx";

export type CalloutProps = {
  status: Status;
  title?: string;
  children?: ReactNode;
  action?: ReactNode;
  onDismiss?: () => void;
  className?: string;
};

/** Something to know, in place. Critical ones interrupt a screen reader, others wait for their turn. */
export function Callout({ status, title, children, action, onDismiss, className }: CalloutProps) {
  const classes = statusClasses[status];
  return (
    <div
      role={status === "critical" ? "alert" : "status"}
      className={cn(
        "flex items-start gap-3 rounded-lg border px-4 py-3 text-base",
        classes.soft,
        classes.line,
        className,
      )}
    >
      <StatusShape status={status} className="mt-[3px]" />
      <div className="min-w-0 flex-1">
        {title ? <p className={cn("font-medium", classes.text)}>{title}</p> : null}
        {children ? <div className="text-ink">{children}</div> : null}
      </div>
      {action}
      {onDismiss ? (
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label="Dismiss"
          className="-my-1 -mr-2"
          onClick={onDismiss}
        >
          <X aria-hidden />
        </Button>
      ) : null}
    </div>
  );
}
