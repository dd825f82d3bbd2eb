import { InvalidArgumentError } from "commander";

/** Reads an option that is a whole number from 1. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("It should be a whole number from 1.");
}

/** Reads an option that is an instant, such as 2026-05-01T00:00:00Z. */
export function instant(text: string): Date {
  const at = new Date(text);
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(at.getTime())) return at;
  throw new InvalidArgumentError("It should be an instant such as 2026-05-01T00:00:00Z.");
}
