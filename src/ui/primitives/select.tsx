"use client";

import { Check, ChevronDown } from "lucide-react";
import * as Radix from "radix-ui/select";
import { cn } from "../class-names.ts";
import { pageNonce } from "../page-nonce.ts";

export type SelectOption<Value extends string = string> = {
  value: Value;
  label: string;
  disabled?: boolean;
};

export type SelectProps<Value extends string> = {
  /** The accessible name; leave out where a Field names the control by `id`. */
  label?: string;
  options: readonly SelectOption<Value>[];
  value?: Value;
  defaultValue?: Value;
  onValueChange?: (value: Value) => void;
  placeholder?: string;
  name?: string;
  id?: string;
  required?: boolean;
  disabled?: boolean;
  className?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
};

/** One of a list. Empty text cannot be a value: Radix keeps it for "nothing chosen". */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, options, onValueChange, placeholder = "Choose…", id, className } = props;
  const nonce = pageNonce();
  return (
    <Radix.Root
      {...(props.value === undefined ? {} : { value: props.value })}
      {...(props.defaultValue === undefined ? {} : { defaultValue: props.defaultValue })}
      {...(props.name ? { name: props.name } : {})}
      required={props.required ?? false}
      disabled={props.disabled ?? false}
      onValueChange={(value) => onValueChange?.(value as Value)}
    >
      <Radix.Trigger
        id={id}
        aria-label={label}
        aria-describedby={props["aria-describedby"]}
        aria-invalid={props["aria-invalid"]}
        className={cn(
          "inline-flex h-control w-full items-center justify-between gap-2 rounded-lg border border-control bg-surface px-3 text-base text-ink",
          "hover:border-ink-faint disabled:opacity-50 aria-invalid:border-critical data-placeholder:text-ink-faint",
          className,
        )}
      >
        <Radix.Value placeholder={placeholder} />
        <Radix.Icon asChild>
          <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-faint" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-fade-in overflow-hidden rounded-lg border border-line bg-raised p-1 text-ink shadow-lift"
        >
          <Radix.Viewport {...(nonce ? { nonce } : {})}>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className="flex min-h-8 cursor-default items-center gap-2 rounded-md py-1 pr-2 pl-7 text-base outline-none data-disabled:opacity-50 data-highlighted:bg-muted touch:min-h-11"
              >
                <Radix.ItemIndicator className="absolute left-3">
                  <Check aria-hidden className="size-4" />
                </Radix.ItemIndicator>
                <Radix.ItemText>{option.label}</Radix.ItemText>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
