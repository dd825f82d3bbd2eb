import { twMerge } from "tailwind-merge";
import { expect, test } from "vitest";
import { cn } from "./class-names.ts";

test.each([
  ["px-4 py-2", "px-2", "py-2 px-2"],
  ["px-card pt-2", "p-0", "p-0"],
  ["mx-auto max-w-[1440px]", "mx-0 max-w-3xl", "mx-0 max-w-3xl"],
  ["h-control w-full", "h-8", "w-full h-8"],
  ["size-4", "w-6 h-3", "size-4 w-6 h-3"],
  ["flex flex-col items-center", "items-start flex-row", "flex items-start flex-row"],
  ["border border-line", "border-critical", "border border-critical"],
  ["border-b border-line", "border-0", "border-line border-0"],
  ["text-sm text-ink-muted", "text-base", "text-ink-muted text-base"],
  ["text-ink-muted text-left", "text-ink", "text-left text-ink"],
  ["hover:bg-hover bg-surface", "hover:bg-muted", "bg-surface hover:bg-muted"],
  ["max-md:hidden flex", "hidden", "max-md:hidden hidden"],
])("%s with %s", (base, given, expected) => {
  expect(cn(base, given)).toBe(expected);
});

test("joins what is not overridden as the whole of tailwind-merge does", () => {
  const look =
    "group relative flex min-h-6 truncate rounded-lg border border-line bg-surface p-card sm:min-h-44";
  expect(cn(look, "sm:col-span-2", undefined, false)).toBe(twMerge(look, "sm:col-span-2"));
});
