/** "1 call", "2 calls". */
export function count(number: number, noun: string): string {
  return `${decimal(number)} ${noun}${number === 1 ? "" : "s"}`;
}

/** At most one decimal, without trailing zeros. */
export function decimal(number: number): string {
  return String(Math.round(number * 10) / 10);
}
