"use client";

import { X } from "lucide-react";
import * as Radix from "radix-ui/dialog";
import type { ReactNode } from "react";
import { cn } from "../class-names.ts";
import { Button } from "./button.tsx";

export const Sheet = Radix.Root;
export const SheetTrigger = Radix.Trigger;
export const SheetClose = Radix.Close;

export type SheetContentProps = {
  title: ReactNode;
  description?: ReactNode;
  /** Beside the title, such as a link to the full page. */
  actions?: ReactNode;
  footer?: ReactNode;
  /** What gets the focus back where the sheet was opened without a trigger, such as a row. */
  opener?: Element | null;
  className?: string;
  children?: ReactNode;
};

/** The essentials of a row, beside its list: the list keeps its place. The whole width on phones. */
export function SheetContent({
  title,
  description,
  actions,
  footer,
  opener,
  className,
  children,
}: SheetContentProps) {
  const giveFocusBack = (event: Event) => {
    if (!(opener instanceof HTMLElement)) return;
    event.preventDefault();
    opener.focus();
  };
  return (
    <Radix.Portal>
      <Radix.Overlay className="fixed inset-0 z-50 animate-fade-in bg-shade/50" />
      <Radix.Content
        {...(description ? {} : { "aria-describedby": undefined })}
        onCloseAutoFocus={giveFocusBack}
        className={cn(
          "fixed inset-y-0 right-0 z-50 flex w-full animate-sheet-in flex-col border-line border-l bg-raised shadow-lift outline-none sm:max-w-md",
          className,
        )}
      >
        <header className="flex items-start gap-2 border-line border-b px-5 py-4">
          <div className="min-w-0 flex-1">
            <Radix.Title className="truncate font-semibold text-lg">{title}</Radix.Title>
            {description ? (
              <Radix.Description className="text-base text-ink-muted">{description}</Radix.Description>
            ) : null}
          </div>
          {actions}
          <Radix.Close asChild>
            <Button variant="ghost" size="icon-sm" aria-label="Close" className="-mr-2">
              <X aria-hidden />
            </Button>
          </Radix.Close>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto p-5">{children}</div>
        {footer ? (
          <footer className="flex flex-wrap gap-2 border-line border-t px-5 py-3">{footer}</footer>
        ) : null}
      </Radix.Content>
    </Radix.Portal>
  );
}
