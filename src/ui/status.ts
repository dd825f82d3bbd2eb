/** What a figure or a thing is worth attention for. Always shown as a shape, a word and a colour. */
export type Status = "critical" | "warning" | "info" | "good" | "neutral";

type StatusClasses = {
  text: string;
  soft: string;
  line: string;
  solid: string;
  stroke: string;
  fill: string;
};

/** Whole class names, so that Tailwind finds them in the source. */
export const statusClasses: Record<Status, StatusClasses> = {
  critical: {
    text: "text-critical-ink",
    soft: "bg-critical-soft",
    line: "border-critical-line",
    solid: "bg-critical",
    stroke: "stroke-critical",
    fill: "fill-critical",
  },
  warning: {
    text: "text-warning-ink",
    soft: "bg-warning-soft",
    line: "border-warning-line",
    solid: "bg-warning",
    stroke: "stroke-warning",
    fill: "fill-warning",
  },
  info: {
    text: "text-info-ink",
    soft: "bg-info-soft",
    line: "border-info-line",
    solid: "bg-info",
    stroke: "stroke-info",
    fill: "fill-info",
  },
  good: {
    text: "text-good-ink",
    soft: "bg-good-soft",
    line: "border-good-line",
    solid: "bg-good",
    stroke: "stroke-good",
    fill: "fill-good",
  },
  neutral: {
    text: "text-neutral-ink",
    soft: "bg-neutral-soft",
    line: "border-neutral-line",
    solid: "bg-neutral",
    stroke: "stroke-neutral",
    fill: "fill-neutral",
  },
};
