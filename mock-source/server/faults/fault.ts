import type { NextFunction, Request, Response } from "express";

/** What a fault does to one request: answers it, breaks it, or calls `next` to let it go on. */
export type Misbehave = (request: Request, response: Response, next: NextFunction) => void;

export type FaultKind = {
  name: string;
  /** Fields of the control request beside the common ones, for the list of faults. */
  takes: string;
  /** Prepares the fault from the control request; throws `RefusedFault` where a field cannot be used. */
  prepare(fields: Record<string, unknown>): Misbehave;
};

export class RefusedFault extends Error {}

export function numberField(
  fields: Record<string, unknown>,
  name: string,
  limits: { least: number; most: number; otherwise?: number },
): number {
  const value = fields[name] ?? limits.otherwise;
  if (typeof value === "number" && value >= limits.least && value <= limits.most) return value;
  throw new RefusedFault(`${name} must be a number from ${limits.least} to ${limits.most}`);
}

export function choiceField<T extends string>(
  fields: Record<string, unknown>,
  name: string,
  choices: readonly T[],
): T {
  const value = fields[name] ?? choices[0];
  const chosen = choices.find((choice) => choice === value);
  if (chosen !== undefined) return chosen;
  throw new RefusedFault(`${name} must be one of ${choices.join(", ")}`);
}
