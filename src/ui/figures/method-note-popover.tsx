"use client";

import type { ReactNode } from "react";
import { Popover, PopoverContent, PopoverTrigger } from "../primitives/popover.tsx";
import { MethodNoteButton } from "./method-note-button.tsx";

/** Opens with its first showing: it is loaded by the press that asks for it. */
export function MethodNotePopover({ of, children }: { of: string; children: ReactNode }) {
  return (
    <Popover defaultOpen>
      <PopoverTrigger asChild>
        <MethodNoteButton of={of} />
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={`How ${of} is computed`}>
        <p className="mb-1 font-medium">How it is computed</p>
        <div className="text-ink-muted">{children}</div>
      </PopoverContent>
    </Popover>
  );
}
