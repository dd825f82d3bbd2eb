"use client";

import * as Radix from "radix-ui/tooltip";
import type { ReactNode } from "react";

export type TooltipProps = {
  text: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  /** One element that takes focus: a tooltip on anything else is out of reach for the keyboard. */
  children: ReactNode;
};

/** A short explanation on hover and focus. Never the only place of something that one must know. */
export function Tooltip({ text, side = "top", children }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={350} skipDelayDuration={200}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-w-72 animate-fade-in rounded-md border border-line bg-raised px-2 py-1 text-ink text-sm shadow-lift"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
