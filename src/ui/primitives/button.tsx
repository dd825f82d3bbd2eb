import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui/slot";
import type { ComponentProps } from "react";
import { cn } from "../class-names.ts";

const look = cva(
  [
    "inline-flex shrink-0 items-center justify-center gap-2 rounded-lg border font-medium text-base whitespace-nowrap",
    "transition-colors duration-100 select-none",
    "disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:opacity-50",
    "[&_svg]:size-4 [&_svg]:shrink-0",
  ],
  {
    variants: {
      variant: {
        primary: "border-transparent bg-accent text-on-accent hover:bg-accent-hover",
        secondary: "border-line bg-surface text-ink hover:bg-hover dark:bg-raised dark:hover:bg-muted",
        ghost: "border-transparent text-ink-muted hover:bg-hover hover:text-ink",
        danger: "border-critical-line bg-critical-soft text-critical-ink hover:border-critical",
      },
      size: {
        md: "h-control px-3",
        sm: "h-control-small px-2 text-sm",
        icon: "size-control",
        "icon-sm": "size-control-small",
      },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

export type ButtonLook = VariantProps<typeof look>;

/** Class names of a button, for links that look like one. */
export function buttonClass({ variant, size, className }: ButtonLook & { className?: string } = {}): string {
  return cn(look({ variant, size }), className);
}

export type ButtonProps = ComponentProps<"button"> & ButtonLook & { busy?: boolean; asChild?: boolean };

/** `busy` keeps the button's width and place, says so to screen readers and takes no second press. */
export function Button({
  variant,
  size,
  busy = false,
  asChild = false,
  className,
  disabled,
  children,
  ...props
}: ButtonProps) {
  const Element = asChild ? Slot : "button";
  return (
    <Element
      {...(asChild ? {} : { type: "button", disabled: disabled || busy })}
      aria-busy={busy || undefined}
      className={cn(look({ variant, size }), className)}
      {...props}
    >
      {busy && !asChild ? (
        <>
          <LoaderCircle aria-hidden className="animate-spin" />
          {children}
        </>
      ) : (
        children
      )}
    </Element>
  );
}
