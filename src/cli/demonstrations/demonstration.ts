import type { CommandContext } from "../command-context.ts";
import type { StartedScene } from "./scene-control.ts";

/** A page to look at, and what one should see there. */
export type Place = { address: string; see: string };

/** What a demonstration says once its scene has begun. */
export type Telling = {
  /** Whom it is about, as a heading. */
  about: string;
  /** Where to look, the first page first. */
  look: readonly Place[];
  /** What one can do there, in the order in which one does it. */
  todo: readonly string[];
};

export type Found = {
  /** What happened, as the rest of a line that begins with the seconds. */
  said: string;
  facts: Readonly<Record<string, unknown>>;
};

export type FollowContext = Pick<CommandContext, "db" | "now"> & { scene: StartedScene };

/** Something that has to happen in the product's database; null until it has. */
export type Step = {
  name: string;
  /** What is waited for, for the line that says that it did not come. */
  awaits: string;
  find(ctx: FollowContext): Promise<Found | null>;
};

/** One demonstration: a scene at the mock source, and what the product makes of it. */
export type Demonstration = {
  /** As one writes it in the command. */
  name: string;
  about: string;
  /** The scene with its options, as the control route takes them. */
  scene: Readonly<{ scene: string } & Record<string, unknown>>;
  /** `baseUrl`: the address under which people open the dashboard, without a slash at its end. */
  tell(scene: StartedScene, baseUrl: string): Telling;
  steps: readonly Step[];
};
