import type { ResourceName } from "../world/model.ts";
import { resourceNames } from "../world/world.ts";
import { readInstant } from "./read-query.ts";

/** Its message is a sentence for whoever asked. */
export class RefusedRequest extends Error {}

type Limits = { least: number; most: number; whole?: true };

/** The fields of a control request, each checked where it is read; `refuseRest` names what nobody reads. */
export class ControlFields {
  private readonly fields: Readonly<Record<string, unknown>>;
  private readonly known = new Set<string>();

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.fields = fields;
  }

  has(name: string): boolean {
    return this.raw(name) !== undefined;
  }

  raw(name: string): unknown {
    this.known.add(name);
    return this.fields[name];
  }

  number(name: string, limits: Limits & { otherwise: number }): number {
    return this.numberOrNull(name, limits) ?? limits.otherwise;
  }

  numberOrNull(name: string, { least, most, whole }: Limits): number | null {
    const value = this.raw(name);
    if (value === undefined) return null;
    const isRight = typeof value === "number" && value >= least && value <= most;
    if (isRight && (!whole || Number.isInteger(value))) return value;
    throw new RefusedRequest(`${name} must be a ${whole ? "whole " : ""}number from ${least} to ${most}`);
  }

  choice<T extends string>(name: string, choices: readonly T[], otherwise: T): T {
    const value = this.raw(name) ?? otherwise;
    const chosen = choices.find((choice) => choice === value);
    if (chosen !== undefined) return chosen;
    throw new RefusedRequest(`${name} must be one of ${choices.join(", ")}`);
  }

  /** Some of the choices; all of them where the field is left out. */
  choices<T extends string>(name: string, all: readonly T[]): readonly T[] {
    const value = this.raw(name);
    if (value === undefined) return all;
    const given = Array.isArray(value) ? value : [value];
    const chosen = all.filter((choice) => given.includes(choice));
    if (chosen.length === given.length && chosen.length > 0) return chosen;
    throw new RefusedRequest(`${name} must be one or several of ${all.join(", ")}`);
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.raw(name) ?? otherwise;
    if (typeof value === "boolean") return value;
    throw new RefusedRequest(`${name} must be true or false`);
  }

  ids(): number[] | null {
    const value = this.raw("ids");
    if (value === undefined) return null;
    if (Array.isArray(value) && value.length > 0 && value.every((id) => Number.isSafeInteger(id) && id > 0)) {
      return value;
    }
    throw new RefusedRequest("ids must be a list of row ids, such as [12, 13]");
  }

  resource(): ResourceName | null {
    return this.has("resource") ? this.choice("resource", resourceNames, "sessions") : null;
  }

  /** Milliseconds since 1970. */
  instant(name: string): number | null {
    const value = this.raw(name);
    if (value === undefined) return null;
    const us = readInstant(value);
    if (us !== null) return us / 1000;
    throw new RefusedRequest(`${name} must be an ISO 8601 instant with an offset`);
  }

  refuseRest(): void {
    const rest = Object.keys(this.fields).filter((name) => !this.known.has(name));
    if (rest.length === 0) return;
    throw new RefusedRequest(`${rest.join(", ")} must be left out; it takes ${[...this.known].join(", ")}`);
  }
}
