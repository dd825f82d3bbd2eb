import type { Request, RequestHandler } from "express";
import type { ResourceName } from "../../world/model.ts";
import { ControlFields, RefusedRequest } from "../control-fields.ts";
import type { Stage } from "../stage.ts";
import { askedKinds, readAsked } from "./asked.ts";
import type { FaultKind, Prepared } from "./fault.ts";
import { faultKinds } from "./registry.ts";
import { drawForText } from "./seeded.ts";

export type ActiveFault = {
  id: number;
  kind: string;
  fields: Record<string, unknown>;
  /** Requests that it will still hit; Infinity where only the end or a hand stops it. */
  left: number;
  /** Milliseconds since 1970. */
  untilMs: number;
  rate: number;
  resource: ResourceName | null;
  on: string | null;
  layer: FaultKind["layer"];
  prepared: Prepared;
};

/** Whatever answers itself comes first; of those that let the application answer, the first is outermost. */
const layers = [undefined, "bytes", "rows"] as const;

/** The faults that are on. Common fields: kind, times, seconds or until, rate (0 to 1), resource, on. */
export class ActiveFaults {
  private faults: ActiveFault[] = [];
  private nextId = 1;
  private readonly stage: Stage;
  // Which request is hit is repeatable too.
  private readonly draw = drawForText(1, "rate");

  constructor(stage: Stage) {
    this.stage = stage;
  }

  /** Throws `RefusedRequest` with a sentence for the caller. */
  add(given: Record<string, unknown>): ActiveFault {
    const fields = new ControlFields(given);
    const names = faultKinds.map((known) => known.name);
    const kind = faultKinds.find((known) => known.name === fields.raw("kind"));
    if (!kind) throw new RefusedRequest(`kind must be one of ${names.join(", ")}`);
    const common = {
      left: readTimes(fields, kind.lasting === true),
      untilMs: readEnd(fields, this.stage.now()),
      rate: fields.number("rate", { least: 0, most: 1, otherwise: 1 }),
      resource: fields.resource(),
      on: fields.has("on") ? fields.choice("on", askedKinds, "list") : null,
    };
    const prepared = kind.prepare(fields, this.stage);
    try {
      fields.refuseRest();
    } catch (error) {
      prepared.end?.();
      throw error;
    }
    const fault = {
      id: this.nextId++,
      kind: kind.name,
      fields: given,
      ...common,
      layer: kind.layer,
      prepared,
    };
    // What changed its rows already, and will change no more, is over.
    if (prepared.changed && !prepared.onTick) fault.left = 0;
    else if (!prepared.misbehave || prepared.onTick) fault.left = Number.POSITIVE_INFINITY;
    this.faults.push(fault);
    return fault;
  }

  list(): ActiveFault[] {
    const isOn = (fault: ActiveFault) => fault.left > 0 && fault.untilMs > this.stage.now();
    for (const fault of this.faults) if (!isOn(fault)) fault.prepared.end?.();
    this.faults = this.faults.filter(isOn);
    return this.faults;
  }

  /** False where there is no such fault. */
  end(id: number): boolean {
    const fault = this.list().find((one) => one.id === id);
    if (fault) fault.left = 0;
    this.list();
    return fault !== undefined;
  }

  clear(): void {
    for (const fault of this.faults) fault.left = 0;
    this.list();
  }

  /** The world has gone on. */
  tick(): void {
    for (const fault of this.list()) fault.prepared.onTick?.();
  }

  /** Lets every fault that is on do its work, one after the other, before the application sees the request. */
  readonly handler: RequestHandler = (request, response, next) => {
    const hit = this.list().filter((fault) => this.isHit(fault, request));
    const hits = layers.flatMap((layer) => hit.filter((fault) => fault.layer === layer));
    const run = (index: number): void => {
      const fault = hits[index];
      if (fault) {
        fault.left--;
        fault.prepared.misbehave?.(request, response, () => run(index + 1));
      } else next();
    };
    run(0);
  };

  private isHit(fault: ActiveFault, request: Request): boolean {
    if (!fault.prepared.misbehave) return false;
    const asked = readAsked(request);
    if (fault.resource !== null && fault.resource !== asked?.resource) return false;
    if (fault.on !== null && fault.on !== asked?.on) return false;
    return fault.rate === 1 || this.draw.chance(fault.rate);
  }
}

function readTimes(fields: ControlFields, isLasting: boolean): number {
  const isUnbounded = fields.has("until") || fields.has("seconds") || isLasting;
  if (fields.raw("times") === null) return Number.POSITIVE_INFINITY;
  const otherwise = isUnbounded ? Number.POSITIVE_INFINITY : 1;
  return fields.number("times", { least: 1, most: 1_000_000, whole: true, otherwise });
}

/** Milliseconds since 1970, of the world's clock. */
function readEnd(fields: ControlFields, nowMs: number): number {
  const seconds = fields.numberOrNull("seconds", { least: 0, most: 86_400 });
  if (seconds !== null) return nowMs + seconds * 1000;
  return fields.instant("until") ?? Number.POSITIVE_INFINITY;
}
