/**
 * Figures as people read them, the same in tables, cards, charts and mail: 1,284 · 87.5 % · $12.4k · 3.2 h.
 * A missing figure is an en dash. Units stand after a space that does not break.
 */
export const missing = "–";
const space = "\u00a0";
const minus = "\u2212";

/** How a number is written. A name, not a function, so that it passes from server to browser components. */
export type FigureFormat = "count" | "compact" | "decimal" | "score" | "percent" | "money" | "hours";

type Amount = number | null | undefined;

const isFigure = (value: Amount): value is number =>
  value !== null && value !== undefined && Number.isFinite(value);

function write(value: number, digits: number, least = digits): string {
  const text = new Intl.NumberFormat("en-US", {
    minimumFractionDigits: least,
    maximumFractionDigits: digits,
    signDisplay: "negative",
  }).format(value);
  return text.replace("-", minus);
}

/** 1,284 */
export function formatCount(value: Amount): string {
  return isFigure(value) ? write(value, 0) : missing;
}

/** 1,284; 10,000+ of a count that ended at `most`. */
export function formatCountUpTo(value: Amount, most: number): string {
  return isFigure(value) && value >= most ? `${formatCount(most)}+` : formatCount(value);
}

/** 4.25, with exactly `digits` after the point (1 where not given). */
export function formatDecimal(value: Amount, digits = 1): string {
  return isFigure(value) ? write(value, digits) : missing;
}

/** 87.5 % of a ratio of 0.875. */
export function formatPercent(ratio: Amount, digits = 1): string {
  return isFigure(ratio) ? `${write(ratio * 100, digits)}${space}%` : missing;
}

/** 62–79 % of the ratios 0.62 and 0.79: an interval is rounded to whole percents. */
export function formatInterval(lowRatio: Amount, highRatio: Amount): string {
  if (!isFigure(lowRatio) || !isFigure(highRatio)) return missing;
  return `${write(lowRatio * 100, 0)}–${write(highRatio * 100, 0)}${space}%`;
}

/** 12.4k, 3.1M; below 1,000 the whole number. */
export function formatCompact(value: Amount): string {
  if (!isFigure(value)) return missing;
  if (Math.abs(value) < 999.5) return write(value, 0);
  const steps = [
    [1e9, "B"],
    [1e6, "M"],
    [1e3, "k"],
  ] as const;
  // 999,950 would round to "1000.0k": the next step begins half a digit earlier.
  const [size, letter] = steps.find(([step]) => Math.abs(value) >= step * 0.99995) ?? [1e3, "k"];
  return `${write(value / size, 1)}${letter}`;
}

/** $12.4k of 1,240,000 cents; below $1,000 to the dollar. */
export function formatMoney(cents: Amount): string {
  if (!isFigure(cents)) return missing;
  const sign = cents < 0 ? minus : "";
  return `${sign}$${formatCompact(Math.abs(cents) / 100)}`;
}

/** 3.2 h */
export function formatHours(hours: Amount): string {
  return isFigure(hours) ? `${write(hours, 1)}${space}h` : missing;
}

/** +12 or −3 or 0: the sign of a change. */
export function formatSigned(value: Amount, digits = 0): string {
  if (!isFigure(value)) return missing;
  const text = write(Math.abs(value), digits);
  if (Number(text.replaceAll(",", "")) === 0) return text;
  return `${value > 0 ? "+" : minus}${text}`;
}

/** +4.2 % or −3.0 % of a ratio of change. */
export function formatSignedPercent(ratio: Amount, digits = 1): string {
  return isFigure(ratio) ? `${formatSigned(ratio * 100, digits)}${space}%` : missing;
}

/** 42 s, 5 min, 3.2 h, 4 days. */
export function formatDuration(seconds: Amount): string {
  if (!isFigure(seconds)) return missing;
  const size = Math.abs(seconds);
  if (size < 59.5) return `${write(seconds, 0)}${space}s`;
  if (size < 3_570) return `${write(seconds / 60, 0)}${space}min`;
  if (size < 48 * 3_600) return `${write(seconds / 3_600, 1, 0)}${space}h`;
  return `${write(seconds / 86_400, 0)} days`;
}

/** One of the ways above, by name. Percent takes a ratio, money takes cents. */
export function formatFigure(value: Amount, format: FigureFormat): string {
  const writers: Record<FigureFormat, (value: Amount) => string> = {
    count: formatCount,
    compact: formatCompact,
    decimal: formatDecimal,
    score: formatCount,
    percent: formatPercent,
    money: formatMoney,
    hours: formatHours,
  };
  return writers[format](value);
}
