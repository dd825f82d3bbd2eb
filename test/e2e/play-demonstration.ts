import { once } from "node:events";
import { startNode } from "../start-node.ts";

/** As much of what `ops demo` prints as the tests look at. */
export type Played = {
  lookAt: { id: number; name: string }[];
  look: { address: string; see: string }[];
  /** What happened in the database, with figures. */
  reached: { step: string; afterSeconds: number; said: string; facts: Record<string, unknown> }[];
};

/** Runs the command line beside the product that runs, as its administrator would. */
export async function runOps(args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const { E2E_ADDRESS = "", E2E_DATA_DIR = "", E2E_MOCK_SOURCE = "" } = process.env;
  const { child, written } = startNode("scripts/ops.ts", args, {
    DATA_DIR: E2E_DATA_DIR,
    APP_URL: E2E_ADDRESS,
    PORT: new URL(E2E_ADDRESS).port,
    MOCK_SOURCE_PORT: new URL(E2E_MOCK_SOURCE).port,
  });
  const [code] = (await once(child, "close")) as [number];
  return { code, ...written };
}

/** Plays a demonstration and waits until all that it promises stands in the database. */
export async function playDemonstration(name: string): Promise<Played> {
  const { code, out, err } = await runOps(["--json", "demo", name, "--follow"]);
  if (code !== 0) throw new Error(`ops demo ${name} ended with ${code}: ${err}`);
  const played = JSON.parse(out) as Played;
  // Measured and said; a shared machine is no place to hold a time against.
  for (const { afterSeconds, said } of played.reached) {
    process.stdout.write(`${name}: ${afterSeconds} s ${said}\n`);
  }
  return played;
}

/** What a step of the demonstration found in the database. */
export function factsOf({ reached }: Played, step: string): Record<string, unknown> {
  const found = reached.find((each) => each.step === step);
  if (found === undefined) throw new Error(`The demonstration has no step ${step}.`);
  return found.facts;
}
