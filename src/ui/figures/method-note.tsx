"use client";

import { CircleHelp } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "../primitives/button.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "../primitives/popover.tsx";

/** "How it was computed", beside every figure that someone may doubt. */
export function MethodNote({ of, children }: { of: string; children: ReactNode }) {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          size="icon-sm"
          aria-label={`How ${of} is computed`}
          title="How it is computed"
          className="relative z-10 text-ink-faint"
        >
          <CircleHelp aria-hidden />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={`How ${of} is computed`}>
        <p className="mb-1 font-medium">How it is computed</p>
        <div className="text-ink-muted">{children}</div>
      </PopoverContent>
    </Popover>
  );
}
