import { parseArgs } from "node:util";
import { scenes } from "./registry.ts";

const usage = `usage: node mock-source/scenes/start-scene.ts NAME --token TOKEN [--url http://127.0.0.1:4010]
         [--with '{"tutor": 12}'] [--end]

Starts a scene at a running mock source, or ends it. The token is that of the Rails application.

${scenes.map(({ name, about, takes }) => `  ${name}\n      ${about}\n      takes ${takes}`).join("\n")}
`;

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\nAsk with --help for what there is.\n`);
  process.exit(1);
}

function readArguments() {
  const options = {
    url: { type: "string", default: "http://127.0.0.1:4010" },
    token: { type: "string" },
    with: { type: "string", default: "{}" },
    end: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  } as const;
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function readOptions(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return fail(`--with must be a JSON object, such as '{"tutor": 12}', but is ${text}.`);
}

const { values, positionals } = readArguments();
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const [scene, ...rest] = positionals;
if (scene === undefined || rest.length > 0) fail("Name one scene.");
if (!values.token) fail("Give the token of the Rails application with --token.");
if (!URL.canParse(values.url)) fail(`--url must be the address of a mock source, but is ${values.url}.`);

const base = `${values.url.replace(/\/$/, "")}/control/scenes`;
const headers = { authorization: `Bearer ${values.token}`, "content-type": "application/json" };
const answer = await fetch(
  values.end ? `${base}/${encodeURIComponent(scene)}` : base,
  values.end
    ? { method: "DELETE", headers }
    : { method: "POST", headers, body: JSON.stringify({ ...readOptions(values.with), scene }) },
).catch((error: unknown) => fail(`No mock source answers at ${values.url} (${String(error)}).`));
const body = await answer.json().catch(() => null);
if (!answer.ok) fail(`${body?.error ?? `it answered ${answer.status}`}.`);
if (values.end) process.stdout.write(`${scene} is ended.\n`);
else {
  process.stdout.write(`${body.scene.said}\nLook at:\n`);
  for (const { resource, id, name, why } of body.scene.look_at) {
    process.stdout.write(`  ${resource} ${id}, ${name}: ${why}\n`);
  }
}
