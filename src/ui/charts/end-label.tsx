export type EndLabelProps = {
  text: string;
  color: string;
  /** Index of the point at which the line ends. */
  at: number;
  /** Index of the last point of the chart. */
  last: number;
  /** Pixels by which it gives way to another name. */
  shift: number;
  /** Given by Recharts for every point. */
  index?: number;
  x?: number | string;
  y?: number | string;
};

/** The name of a line where it ends, in place of a legend. */
export function EndLabel({ text, color, at, last, shift, index, x = 0, y = 0 }: EndLabelProps) {
  if (index !== at) return null;
  return (
    <text
      x={Number(x) + (at === last ? 8 : -6)}
      y={Number(y) + shift}
      dy={at === last ? "0.32em" : "-0.8em"}
      textAnchor={at === last ? "start" : "end"}
      fontSize={12}
      fill={color}
      // A rim of the card's colour, so that no line runs through the word.
      stroke="var(--surface)"
      strokeWidth={4}
      style={{ paintOrder: "stroke" }}
    >
      {text}
    </text>
  );
}
