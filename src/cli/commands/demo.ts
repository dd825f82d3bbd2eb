import { type Command, Option } from "commander";
import { publicUrl } from "#features/accounts/trusted-origins.ts";
import { env } from "#platform/env.ts";
import { AppError } from "#platform/errors.ts";
import { positiveInteger } from "../arguments.ts";
import type { CommandContext, OpenContext } from "../command-context.ts";
import type { Demonstration, Telling } from "../demonstrations/demonstration.ts";
import { demonstrations } from "../demonstrations/demonstrations.ts";
import { followSteps, type Reached } from "../demonstrations/follow-steps.ts";
import { endScene, type StartedScene, sceneControl, startScene } from "../demonstrations/scene-control.ts";
import { printJson, printRows } from "../print.ts";

type StartOptions = { follow?: boolean; wait: number };

/** `ops demo`: plays a demonstration on the made company, and says where to look. */
export function registerDemoCommand(program: Command, open: OpenContext): void {
  const demo = program.command("demo").description("demonstrations on the made company of the mock source");
  demo
    .command("list")
    .description("the demonstrations there are")
    .action(() => {
      const isJson = program.opts<{ json?: boolean }>().json === true;
      const rows = demonstrations.map(({ name, about }) => ({ name, about }));
      printRows(rows, { columns: ["name", "about"], format: isJson ? "json" : "table" });
    });
  for (const demonstration of demonstrations) addStart(demo, open, demonstration);
  demo
    .command("end <name>")
    .description("end a demonstration: what goes on at the source stops, what has happened stays")
    .action(async (name: string) => {
      const { scene } = demonstrationNamed(name);
      const context = await open();
      await endScene(sceneControl(), scene.scene);
      if (context.json) printJson({ name, ended: true });
      else say(`${name} is ended. What has happened stays.`);
    });
}

function addStart(demo: Command, open: OpenContext, demonstration: Demonstration): void {
  demo
    .command(demonstration.name)
    .description(demonstration.about)
    .option("--follow", "wait, and say with times what happens in the product (the default on a terminal)")
    .addOption(new Option("--no-follow", "only start it, and say where to look"))
    .option("--wait <seconds>", "how long to wait for what should happen", positiveInteger, 120)
    .action(async (options: StartOptions) => await play(await open(), demonstration, options));
}

function demonstrationNamed(name: string): Demonstration {
  const found = demonstrations.find((known) => known.name === name);
  if (found !== undefined) return found;
  throw new AppError(
    "invalid_input",
    `There is no demonstration ${name}; there are ${demonstrations.map((known) => known.name).join(", ")}.`,
  );
}

async function play(
  context: CommandContext,
  demonstration: Demonstration,
  options: StartOptions,
): Promise<void> {
  const follows = options.follow ?? process.stdout.isTTY === true;
  const control = sceneControl();
  const startedMs = performance.now();
  const scene = await startScene(control, demonstration.scene);
  const telling = demonstration.tell(scene, dashboardUrl());
  if (!context.json) sayTelling(demonstration, scene, telling);
  const reached = follows ? await follow(context, { demonstration, scene, startedMs, options }) : null;
  if (!context.json) return;
  const { name } = demonstration;
  const { said: done, started_at: startedAt, look_at: lookAt, added } = scene;
  printJson({ name, done, startedAt, lookAt, added, ...telling, reached });
}

type Followed = {
  demonstration: Demonstration;
  scene: StartedScene;
  startedMs: number;
  options: StartOptions;
};

async function follow(context: CommandContext, { demonstration, scene, startedMs, options }: Followed) {
  const { db, now, json } = context;
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  if (!json) say("\nWhat happens in the product (Ctrl-C stops watching, not the demonstration)");
  return await followSteps(
    { db, now, scene },
    {
      steps: demonstration.steps,
      startedMs,
      mostSeconds: options.wait,
      signal: stop.signal,
      onReached: (step) => (json ? undefined : say(lineOf(step))),
    },
  );
}

const dashboardUrl = () => publicUrl({ appUrl: env().APP_URL, port: env().PORT });

const lineOf = ({ afterSeconds, said }: Reached) => `  ${afterSeconds.toFixed(1).padStart(5)} s  ${said}`;

function sayTelling({ name }: Demonstration, { said }: StartedScene, { about, look, todo }: Telling): void {
  say(`${about}\n\nWhat was done at the source\n  ${said}\n\nWhere to look`);
  for (const { address, see } of look) say(`  ${address}\n      ${see}`);
  say("\nWhat to do there");
  for (const [index, line] of todo.entries()) say(`  ${index + 1}. ${line}`);
  say(`\n"ops demo end ${name}" ends it.`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
