import { parseArgs } from "node:util";
import { AppError } from "../../src/platform/errors.ts";

export const startUsage = `usage: npm start [-- OPTIONS]

  --speed N      the mock world and the product go on N times as fast as the machine's clock, 1 to 3600 (MOCK_SPEED)
  --scene NAME   the mock source plays a scene: tutor-declines, bad-week, shortage or payments-down;
                 can be given several times (MOCK_SCENES)
  --fault JSON   the mock source misbehaves, such as '{"kind":"delay","ms":500,"times":null}';
                 can be given several times (MOCK_FAULTS)
  --help         this text

Everything else is set by variables; .env.example names them all. mock-source/README.md tells of scenes and faults.
`;

type StartOptions = { isDev: boolean; asksForHelp: boolean; variables: Record<string, string> };

/** The options of `npm start`, those of the mock source as the variables that it reads. */
export function readStartOptions(args: readonly string[]): StartOptions {
  const { dev, help, speed, scene, fault } = parse(args);
  return {
    isDev: dev === true,
    asksForHelp: help === true,
    variables: {
      ...(speed === undefined ? {} : { MOCK_SPEED: speed }),
      ...(scene === undefined ? {} : { MOCK_SCENES: `[${scene.map(printScene).join(",")}]` }),
      ...(fault === undefined ? {} : { MOCK_FAULTS: `[${fault.join(",")}]` }),
    },
  };
}

/** A name, or JSON that has options too. */
const printScene = (text: string): string => (text.startsWith("{") ? text : JSON.stringify({ scene: text }));

function parse(args: readonly string[]) {
  const options = {
    dev: { type: "boolean" },
    speed: { type: "string" },
    scene: { type: "string", multiple: true },
    fault: { type: "string", multiple: true },
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    const what = cause instanceof Error ? cause.message.split(". ")[0] : String(cause);
    throw new AppError("misconfigured", `${what}. Ask with npm start -- --help for what there is.`, {
      cause,
    });
  }
}
