import { parseArgs } from "node:util";
import { readInstant } from "./server/read-query.ts";
import type { ClockAnchor } from "./server/world-clock.ts";
import type { Row } from "./world/model.ts";

/** Its message is one sentence that says what to do. */
export class WrongOption extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

export type MockOptions = {
  port: number;
  seed: number;
  customers: number;
  sourceToken: string;
  supportToken: string;
  journalPath?: string;
  speed: number;
  /** Where it is left out, the world's clock is the machine's at the start. */
  anchor: ClockAnchor | null;
  faults: Row[];
  scenes: Row[];
};

const flags = {
  port: { type: "string" },
  customers: { type: "string" },
  seed: { type: "string" },
  journal: { type: "string" },
  speed: { type: "string" },
  fault: { type: "string", multiple: true },
  scene: { type: "string", multiple: true },
  help: { type: "boolean", short: "h" },
} as const;

export const usage = `usage: node mock-source/main.ts [options]

Starts the mock source. SOURCE_API_TOKEN and SUPPORT_API_TOKEN hold the tokens that readers send.

  --port N          both systems listen here, on 127.0.0.1 (MOCK_SOURCE_PORT, 4010)
  --customers N     size of the world, 20 to 1000000 (MOCK_CUSTOMERS, 2000)
  --seed N          another seed is another world (MOCK_SEED, 7)
  --journal FILE    keeps changes made by hand over restarts (MOCK_JOURNAL, none)
  --speed N         the world's clock runs that many times as fast, 1 to 3600 (MOCK_SPEED, 1)
  --fault JSON      a fault that is on from the start, such as '{"kind":"delay","ms":500,"times":null}';
                    can be given several times (MOCK_FAULTS, a JSON list of them)
  --scene NAME      a scene that is on from the start, or JSON such as '{"scene":"shortage","subject":"latin"}';
                    can be given several times (MOCK_SCENES, names with commas, or a JSON list)
  --help            this text

An option wins over its variable. mock-source/README.md names the faults and the scenes.
`;

/** Null where the usage was asked for. */
export function readOptions(args: readonly string[], env: Environment): MockOptions | null {
  const given = parse(args);
  if (given.help) return null;
  const number = (flag: "port" | "customers" | "seed" | "speed", name: string, limits: Limits) =>
    given[flag] !== undefined
      ? readNumber(`--${flag}`, given[flag], limits)
      : readNumber(name, env[name], limits);
  const journalPath = given.journal ?? env.MOCK_JOURNAL;
  return {
    port: number("port", "MOCK_SOURCE_PORT", { least: 1, most: 65_535, otherwise: 4010 }),
    seed: number("seed", "MOCK_SEED", { least: 0, most: 2_147_483_647, otherwise: 7 }),
    customers: number("customers", "MOCK_CUSTOMERS", { least: 20, most: 1_000_000, otherwise: 2000 }),
    sourceToken: readToken("SOURCE_API_TOKEN", env),
    supportToken: readToken("SUPPORT_API_TOKEN", env),
    ...(journalPath ? { journalPath } : {}),
    speed: number("speed", "MOCK_SPEED", { least: 1, most: 3600, otherwise: 1, fraction: true }),
    anchor: readAnchor(env.CLOCK_ANCHOR),
    faults: given.fault
      ? given.fault.map((text) => readObject("--fault", text))
      : readList("MOCK_FAULTS", env.MOCK_FAULTS),
    scenes: given.scene ? given.scene.map(readScene) : readScenes(env.MOCK_SCENES),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags }).values;
  } catch (error) {
    const what = error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error);
    throw new WrongOption(`${what}; ask with --help for what there is.`);
  }
}

type Limits = { least: number; most: number; otherwise: number; fraction?: true };

function readNumber(
  name: string,
  text: string | undefined,
  { least, most, otherwise, fraction }: Limits,
): number {
  if (text === undefined || text === "") return otherwise;
  const value = Number(text);
  const isRight = (fraction ? /^\d+(\.\d+)?$/ : /^\d+$/).test(text) && value >= least && value <= most;
  if (isRight) return value;
  throw new WrongOption(
    `${name} must be a ${fraction ? "" : "whole "}number from ${least} to ${most}, but is "${text}".`,
  );
}

function readToken(name: string, env: Environment): string {
  const text = env[name] ?? "";
  if (text !== "" && !/\s/.test(text)) return text;
  throw new WrongOption(`set ${name} to the token that readers will send, without spaces.`);
}

function readAnchor(text: string | undefined): ClockAnchor | null {
  if (text === undefined || text === "") return null;
  const [real, world, ...rest] = text.split("/").map(readInstant);
  if (real == null || world == null || rest.length > 0) {
    throw new WrongOption(`CLOCK_ANCHOR must be two instants with a slash between them, but is "${text}".`);
  }
  return { realMs: real / 1000, worldMs: world / 1000 };
}

const isObject = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function readJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new WrongOption(`${name} must be JSON, but is ${text}.`);
  }
}

function readObject(name: string, text: string): Row {
  const value = readJson(name, text);
  if (isObject(value)) return value;
  throw new WrongOption(`${name} must be a JSON object, but is ${text}.`);
}

function readList(name: string, text: string | undefined): Row[] {
  if (text === undefined || text === "") return [];
  const value = readJson(name, text);
  const list = Array.isArray(value) ? value : [value];
  if (list.every(isObject)) return list;
  throw new WrongOption(`${name} must be a JSON list of objects, but is ${text}.`);
}

const readScene = (text: string): Row =>
  text.startsWith("{") ? readObject("--scene", text) : { scene: text.trim() };

function readScenes(text: string | undefined): Row[] {
  if (text === undefined || text === "") return [];
  return text.startsWith("[") ? readList("MOCK_SCENES", text) : text.split(",").map(readScene);
}
