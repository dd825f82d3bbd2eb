/** A decimal as Ruby prints a BigDecimal: no trailing zeros, but always one digit after the point ("25.0"). */
export function printCents(cents: number): string {
  const text = (cents / 100).toFixed(2).replace(/0$/, "");
  return text;
}
