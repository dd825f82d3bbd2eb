export type EndLabelProps = {
  text: string;
  color: string;
  /** Index of the point at which the line ends. */
  at: number;
  /** Given by Recharts for every point. */
  index?: number;
  x?: number | string;
  y?: number | string;
};

/** The name of a line where it ends, in place of a legend. */
export function EndLabel({ text, color, at, index, x = 0, y = 0 }: EndLabelProps) {
  if (index !== at) return null;
  return (
    <text x={Number(x) + 8} y={Number(y)} dy="0.32em" fontSize={12} fill={color}>
      {text}
    </text>
  );
}
