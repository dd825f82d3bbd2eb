import { ControlFields, RefusedRequest } from "../server/control-fields.ts";
import type { Stage } from "../server/stage.ts";
import { printInstant } from "../world/instants.ts";
import type { ResourceName, Row } from "../world/model.ts";
import type { Change } from "../world/world.ts";
import { scenes } from "./registry.ts";
import type { Running, Target } from "./scene.ts";

/** A scene that was started, as the journal keeps it: whom it is about is decided once. */
export type ScenePlayed = {
  scene: string;
  startedUs: number;
  options: Row;
  said: string;
  lookAt: Target[];
  plan: Row;
};

/** Lines of the journal. */
export type SceneEntry = ({ op: "scene" } & ScenePlayed) | { op: "scene_end"; scene: string };

/** A stage that notes the ids of the rows that are put in on it, by resource. */
function noteInserts(stage: Stage): { stage: Stage; added: Partial<Record<ResourceName, unknown[]>> } {
  const added: Partial<Record<ResourceName, unknown[]>> = {};
  const make: Stage["make"] = (change) => {
    if (change.op === "insert") {
      added[change.resource] = [...(added[change.resource] ?? []), change.fields.id];
    }
    return stage.make(change);
  };
  return { stage: { ...stage, make }, added };
}

/** The scenes that are on, one of each name. */
export class ActiveScenes {
  private readonly active = new Map<string, ScenePlayed & { running: Running | null }>();
  private changes: Change[] = [];
  private readonly stage: Stage;
  private readonly keep: (entry: SceneEntry) => void;

  constructor(stage: Stage, keep: (entry: SceneEntry) => void) {
    this.stage = stage;
    this.keep = keep;
  }

  /** Takes up the scenes that were on when the journal was written; called once, when the source is there. */
  open(entries: readonly SceneEntry[]): void {
    this.stage.source().watch((changes) => {
      if (this.active.size > 0) this.changes.push(...changes);
    });
    const wereOn = new Map<string, ScenePlayed>();
    for (const entry of entries) {
      if (entry.op === "scene") wereOn.set(entry.scene, entry);
      else wereOn.delete(entry.scene);
    }
    for (const played of wereOn.values()) this.take(played);
  }

  has(name: string): boolean {
    return this.active.has(name);
  }

  /** Throws `RefusedRequest` with a sentence for the caller. */
  start(given: Row): Row {
    const fields = new ControlFields(given);
    const scene = scenes.find((known) => known.name === fields.raw("scene"));
    if (!scene) throw new RefusedRequest(`scene must be one of ${scenes.map(({ name }) => name).join(", ")}`);
    if (scene.run && this.active.has(scene.name)) {
      throw new RefusedRequest(`${scene.name} must be ended first: it is on already`);
    }
    const { scene: _, ...options } = given;
    const startedUs = this.stage.source().nextUs();
    const noted = noteInserts(this.stage);
    const played = { scene: scene.name, startedUs, options, ...scene.start(fields, noted.stage) };
    this.keep({ op: "scene", ...played });
    this.take(played);
    return { ...this.shown(scene.name), added: noted.added };
  }

  list(): Row[] {
    return [...this.active.keys()].map((name) => this.shown(name));
  }

  /** Ends what goes on; what has happened stays. False where it is not on. */
  end(name: string): boolean {
    this.active.get(name)?.running?.end?.();
    if (!this.active.delete(name)) return false;
    this.keep({ op: "scene_end", scene: name });
    return true;
  }

  /** The world has gone on. */
  tick(): void {
    const changes = this.changes;
    this.changes = [];
    for (const { running } of this.active.values()) running?.goOn(changes);
  }

  private take(played: ScenePlayed): void {
    const scene = scenes.find(({ name }) => name === played.scene);
    this.active.set(played.scene, { ...played, running: scene?.run?.(played.plan, this.stage) ?? null });
  }

  private shown(name: string): Row {
    const played = this.active.get(name);
    if (!played) return {};
    const { scene, startedUs, options, said, lookAt, running } = played;
    return {
      scene,
      started_at: printInstant(startedUs),
      options,
      said,
      look_at: lookAt,
      goes_on: running !== null,
    };
  }
}
