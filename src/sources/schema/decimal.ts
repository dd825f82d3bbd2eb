import type { Decimal } from "../source.ts";

const plainNotation = /^-?\d+(\.\d+)?$/;

// Far beyond any sum of money; what is longer is a fault, and would cost more than it is worth to keep.
const maxLength = 60;

/**
 * Reads a decimal that came as text or number and gives it without needless zeros ("25.00" becomes "25").
 * Null where it is not finite, not in plain notation, or absurdly long.
 */
export function readDecimal(value: unknown): Decimal | null {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || text.length > maxLength || !plainNotation.test(text)) return null;
  return canonical(text);
}

function canonical(text: string): Decimal {
  const isNegative = text.startsWith("-");
  const [whole = "", fraction = ""] = (isNegative ? text.slice(1) : text).split(".");
  const digits = whole.replace(/^0+(?=\d)/, "");
  const decimals = fraction.replace(/0+$/, "");
  const magnitude = decimals === "" ? digits : `${digits}.${decimals}`;
  return isNegative && magnitude !== "0" ? `-${magnitude}` : magnitude;
}

/** A decimal as Ruby prints it: always a digit after the point ("25.0"). */
export function printDecimal(value: Decimal): string {
  return value.includes(".") ? value : `${value}.0`;
}
