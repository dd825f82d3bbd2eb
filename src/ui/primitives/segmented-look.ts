export const segmentedListClass =
  "inline-flex h-control touch:h-12.5 items-center gap-0.5 rounded-lg border border-line bg-muted p-0.5";

export const segmentedItemClass = [
  "focus-inside inline-flex h-full min-w-8 items-center justify-center gap-1.5 rounded-md px-2.5 text-ink-muted text-sm whitespace-nowrap",
  "transition-colors duration-100 hover:text-ink touch:min-w-11 [&_svg]:size-4",
].join(" ");
