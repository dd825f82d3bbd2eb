"use client";

import { Check } from "lucide-react";
import * as Radix from "radix-ui/dropdown-menu";
import type { ComponentProps } from "react";
import { cn } from "../class-names.ts";
import { Kbd } from "./kbd.tsx";

export const Menu = Radix.Root;
export const MenuTrigger = Radix.Trigger;
export const MenuRadioGroup = Radix.RadioGroup;

const itemLook =
  "relative flex min-h-8 cursor-default items-center gap-2 rounded-md px-2 py-1 text-base outline-none select-none data-disabled:opacity-50 data-highlighted:bg-muted touch:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0";

export function MenuContent({ className, sideOffset = 4, ...props }: ComponentProps<typeof Radix.Content>) {
  return (
    <Radix.Portal>
      <Radix.Content
        sideOffset={sideOffset}
        collisionPadding={8}
        className={cn(
          "z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 animate-fade-in overflow-y-auto rounded-lg border border-line bg-raised p-1 text-ink shadow-lift outline-none",
          className,
        )}
        {...props}
      />
    </Radix.Portal>
  );
}

export type MenuItemProps = ComponentProps<typeof Radix.Item> & { danger?: boolean; shortcut?: string };

export function MenuItem({ className, danger = false, shortcut, children, ...props }: MenuItemProps) {
  return (
    <Radix.Item className={cn(itemLook, danger && "text-critical-ink", className)} {...props}>
      {props.asChild ? (
        children
      ) : (
        <>
          {children}
          {shortcut ? <Kbd className="ml-auto">{shortcut}</Kbd> : null}
        </>
      )}
    </Radix.Item>
  );
}

export function MenuCheckboxItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Radix.CheckboxItem>) {
  return (
    <Radix.CheckboxItem className={cn(itemLook, "pl-8", className)} {...props}>
      <Radix.ItemIndicator className="absolute left-2">
        <Check aria-hidden />
      </Radix.ItemIndicator>
      {children}
    </Radix.CheckboxItem>
  );
}

export function MenuRadioItem({ className, children, ...props }: ComponentProps<typeof Radix.RadioItem>) {
  return (
    <Radix.RadioItem className={cn(itemLook, "pl-8", className)} {...props}>
      <Radix.ItemIndicator className="absolute left-2">
        <Check aria-hidden />
      </Radix.ItemIndicator>
      {children}
    </Radix.RadioItem>
  );
}

export function MenuLabel({ className, ...props }: ComponentProps<typeof Radix.Label>) {
  return <Radix.Label className={cn("px-2 py-1 text-ink-muted text-xs", className)} {...props} />;
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
