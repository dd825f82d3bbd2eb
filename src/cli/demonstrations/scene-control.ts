import { z } from "zod";
import { type Env, env } from "#platform/env.ts";
import { AppError } from "#platform/errors.ts";

const targetSchema = z.object({
  resource: z.string(),
  id: z.union([z.int(), z.string()]),
  name: z.string(),
  why: z.string(),
});

const sceneSchema = z.object({
  scene: z.string(),
  started_at: z.iso.datetime(),
  /** What was done, in words. */
  said: z.string(),
  look_at: z.array(targetSchema).min(1),
  /** Ids of the records that were put in, by resource. */
  added: z.record(z.string(), z.array(z.union([z.int(), z.string()]))),
});

/** A scene that has just begun at the mock source. */
export type StartedScene = z.infer<typeof sceneSchema>;

const startSchema = z.object({ scene: sceneSchema });
const refusalSchema = z.object({ error: z.string() });
const answerLimitMs = 30_000;

/** Where the mock source takes requests for scenes, and with which token. */
export type SceneControl = { url: string; token: string };

/** Throws misconfigured where the product reads no mock source, or reads nothing. */
export function sceneControl(
  { SOURCE_MODE, SOURCE_API_URL, SOURCE_API_TOKEN, AS_OF }: Env = env(),
): SceneControl {
  if (SOURCE_MODE === "live") {
    throw new AppError(
      "misconfigured",
      "SOURCE_MODE is live: the product reads real systems, where there is no scene to play. Demonstrations need SOURCE_MODE=mock and a database of their own (DATA_DIR or DATABASE_URL).",
    );
  }
  if (AS_OF !== null) {
    throw new AppError(
      "misconfigured",
      "AS_OF is set: the product's clock stands still and nothing new is read. Unset it for a demonstration.",
    );
  }
  if (SOURCE_API_URL === null || SOURCE_API_TOKEN === null) {
    throw new AppError(
      "misconfigured",
      "SOURCE_API_URL and SOURCE_API_TOKEN are not set. Run this as `npm run -s ops -- demo …`, which knows those of the mock source.",
    );
  }
  return { url: SOURCE_API_URL.replace(/\/+$/, ""), token: SOURCE_API_TOKEN };
}

/** Starts a scene. Throws source_unavailable, source_rejected, not_found (nobody fits) or conflict (it is on already). */
export async function startScene(
  control: SceneControl,
  scene: Readonly<Record<string, unknown>>,
): Promise<StartedScene> {
  const { status, body } = await request(control, "POST", "/control/scenes", scene);
  if (status === 201) {
    const parsed = startSchema.safeParse(body);
    if (parsed.success) return parsed.data.scene;
    throw notTheMock(control, status, parsed.error);
  }
  throw refused(control, status, body);
}

/** Ends a scene. Throws source_unavailable, source_rejected, or not_found where it is not on. */
export async function endScene(control: SceneControl, scene: string): Promise<void> {
  const { status, body } = await request(control, "DELETE", `/control/scenes/${encodeURIComponent(scene)}`);
  if (status !== 200) throw refused(control, status, body);
}

type Answer = { status: number; body: unknown };

async function request(
  { url, token }: SceneControl,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const answer = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(answerLimitMs),
  }).catch((error: unknown) => {
    throw new AppError(
      "source_unavailable",
      `No mock source answers at ${url}. Start it first with \`npm start\`.`,
      {
        cause: error,
      },
    );
  });
  const text = await answer.text();
  return { status: answer.status, body: parseJson(text) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Whatever is no JSON is no answer of the mock source; the caller says so.
  }
}

function refused(control: SceneControl, status: number, body: unknown): AppError {
  if (status === 401) {
    return new AppError(
      "source_rejected",
      `The mock source at ${control.url} does not know our token. It was started with another SOURCE_API_TOKEN or DATA_DIR than this command.`,
    );
  }
  const refusal = refusalSchema.safeParse(body);
  if (!refusal.success || (status !== 400 && status !== 404)) return notTheMock(control, status);
  const sentence = `${refusal.data.error.charAt(0).toUpperCase()}${refusal.data.error.slice(1)}.`;
  return refusal.data.error.includes("on already")
    ? new AppError("conflict", `${sentence} \`ops demo end NAME\` ends a demonstration.`)
    : new AppError("not_found", sentence);
}

function notTheMock({ url }: SceneControl, status: number, cause?: unknown): AppError {
  return new AppError(
    "source_malformed",
    `What answers at ${url} (with ${status}) is not the mock source of this version. Restart it with \`npm start\`, or see SOURCE_API_URL.`,
    { cause },
  );
}
