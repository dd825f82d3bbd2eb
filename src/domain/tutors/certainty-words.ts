/** A certainty (0 to 1) in per cent. It is never said to be whole: 100 % of what was computed is not 100 % of what is true. */
export function certaintyWords(certainty: number): string {
  if (certainty > 0.99) return "over 99\u00a0%";
  if (certainty < 0.01) return "under 1\u00a0%";
  return `${Math.round(certainty * 100)}\u00a0%`;
}
