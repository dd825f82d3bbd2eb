import type { Status } from "../status.ts";

const idOf = (status: Status) => `hatch-${status}`;

/** Refers to the pattern of a status, which the drawing has to hold. */
export const hatchFill = (status: Status) => `url(#${idOf(status)})`;

/** Slanted lines in the colour of a status, so that it is told by more than its colour. */
export function HatchPattern({ status }: { status: Status }) {
  const color = `var(--${status})`;
  return (
    <pattern
      id={idOf(status)}
      width="6"
      height="6"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect width="6" height="6" fill={color} fillOpacity={0.08} />
      <rect width="1.5" height="6" fill={color} fillOpacity={0.55} />
    </pattern>
  );
}

/** The same as a background of boxes; what is plenty is dotted, so that the two differ without colour. */
export const boxFill = {
  hatched: (status: Status) =>
    `repeating-linear-gradient(135deg, var(--${status}) 0 2px, var(--${status}-soft) 2px 4px)`,
  sparse: (status: Status) =>
    `repeating-linear-gradient(135deg, color-mix(in oklch, var(--${status}) 45%, transparent) 0 1px, transparent 1px 5px)`,
  dotted: (status: Status) =>
    `radial-gradient(circle at center, color-mix(in oklch, var(--${status}) 60%, var(--${status}-soft)) 0 1px, transparent 1.4px) 0 0 / 6px 6px, var(--${status}-soft)`,
  blank: (status: Status) =>
    `repeating-linear-gradient(90deg, var(--${status}-line) 0 1px, transparent 1px 4px)`,
};
