import type { NextFunction, Request, Response } from "express";
import type { ResourceName } from "../../world/model.ts";
import type { ControlFields } from "../control-fields.ts";
import type { Stage } from "../stage.ts";

/** What a fault does to one request: answers it, breaks it, or calls `next` to let it go on. */
export type Misbehave = (request: Request, response: Response, next: NextFunction) => void;

export type Prepared = {
  /** Left out by faults that bend the source itself, or are over when they have changed their rows. */
  misbehave?: Misbehave;
  /** Called as the world goes on. */
  onTick?(): void;
  /** Undoes what it bent. */
  end?(): void;
  /** Rows that it changed at once. */
  changed?: { resource: ResourceName; ids: number[] };
};

export type FaultKind = {
  name: string;
  /** Fields of the control request beside the common ones, for the list of faults. */
  takes: string;
  /** Lasts until it is ended where the request names neither times nor an end; others hit one request. */
  lasting?: true;
  /** What it changes: the answer as a whole before it is made, its bytes, or the rows in it. */
  layer?: "bytes" | "rows";
  /** Prepares the fault from the control request; throws `RefusedRequest` where a field cannot be used. */
  prepare(fields: ControlFields, stage: Stage): Prepared;
};
