import type { RequestHandler } from "express";
import { drawFor } from "../../world/random.ts";
import { readInstant } from "../read-query.ts";
import { type Misbehave, numberField, RefusedFault } from "./fault.ts";
import { faultKinds } from "./registry.ts";

export type ActiveFault = {
  id: number;
  kind: string;
  fields: Record<string, unknown>;
  /** Requests that it will still hit; Infinity where only the end or a hand stops it. */
  left: number;
  /** Milliseconds since 1970. */
  untilMs: number;
  rate: number;
  resource: string | null;
  misbehave: Misbehave;
};

/** The faults that are on. Common fields: kind, times, seconds or until, rate (0 to 1), resource. */
export class ActiveFaults {
  private faults: ActiveFault[] = [];
  private nextId = 1;
  private readonly now: () => number;
  // The topic and entity only have to differ from the world's; which request is hit is repeatable too.
  private readonly draw = drawFor(1, 99, 1);

  constructor(now: () => number) {
    this.now = now;
  }

  /** Throws `RefusedFault` with a sentence for the caller. */
  add(fields: Record<string, unknown>): ActiveFault {
    const kind = faultKinds.find((known) => known.name === fields.kind);
    if (!kind)
      throw new RefusedFault(`kind must be one of ${faultKinds.map((known) => known.name).join(", ")}`);
    const fault: ActiveFault = {
      id: this.nextId++,
      kind: kind.name,
      fields,
      left: this.readTimes(fields),
      untilMs: this.readEnd(fields),
      rate: numberField(fields, "rate", { least: 0, most: 1, otherwise: 1 }),
      resource: typeof fields.resource === "string" ? fields.resource : null,
      misbehave: kind.prepare(fields),
    };
    this.faults.push(fault);
    return fault;
  }

  list(): ActiveFault[] {
    this.faults = this.faults.filter((fault) => fault.left > 0 && fault.untilMs > this.now());
    return this.faults;
  }

  clear(): void {
    this.faults = [];
  }

  /** Lets every fault that is on do its work, one after the other, before the application sees the request. */
  readonly handler: RequestHandler = (request, response, next) => {
    const hits = this.list().filter(
      (fault) =>
        (fault.resource === null || request.path.split("/").includes(fault.resource)) &&
        (fault.rate === 1 || this.draw.chance(fault.rate)),
    );
    const run = (index: number): void => {
      const fault = hits[index];
      if (fault) {
        fault.left--;
        fault.misbehave(request, response, () => run(index + 1));
      } else next();
    };
    run(0);
  };

  private readTimes(fields: Record<string, unknown>): number {
    const unbounded = fields.until !== undefined || fields.seconds !== undefined || fields.times === null;
    if (unbounded && typeof fields.times !== "number") return Number.POSITIVE_INFINITY;
    return numberField(fields, "times", { least: 1, most: 1_000_000, otherwise: 1 });
  }

  private readEnd(fields: Record<string, unknown>): number {
    if (fields.seconds !== undefined) {
      return this.now() + numberField(fields, "seconds", { least: 0, most: 86_400 }) * 1000;
    }
    if (fields.until === undefined) return Number.POSITIVE_INFINITY;
    const untilUs = readInstant(fields.until);
    if (untilUs === null) throw new RefusedFault("until must be an ISO 8601 instant with an offset");
    return untilUs / 1000;
  }
}
