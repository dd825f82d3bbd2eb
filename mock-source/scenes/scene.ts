import type { ControlFields } from "../server/control-fields.ts";
import type { Stage } from "../server/stage.ts";
import type { ResourceName, Row } from "../world/model.ts";
import type { Change } from "../world/world.ts";

/** Whom or what to look at, and why it was picked. */
export type Target = { resource: ResourceName; id: number | string; name: string; why: string };

export type SceneStart = {
  /** What the scene did, in words. */
  said: string;
  lookAt: Target[];
  /** What `run` needs to know; kept in the journal, so plain JSON. */
  plan: Row;
};

export type Running = {
  /** Called as the world goes on, with what the world itself has changed meanwhile. */
  goOn(changes: readonly Change[]): void;
  /** Leaves nothing half done. */
  end?(): void;
};

export type Scene = {
  name: string;
  /** What it is for, in a sentence. */
  about: string;
  /** Fields of the control request beside `scene`. */
  takes: string;
  /** Picks whom it is about and changes rows; throws `RefusedRequest` with a sentence where it cannot. */
  start(fields: ControlFields, stage: Stage): SceneStart;
  /** What goes on until the scene is ended, also after a restart; left out where the start was all. */
  run?(plan: Row, stage: Stage): Running;
};
