import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import { AppError } from "../errors.ts";

const usualBytes = 1_000_000;

/** Paths whose bodies may be larger than usual: a push carries up to a thousand records. */
const largerBytes: Readonly<Record<string, number>> = { "/api/v1/ingest/": 5_000_000 };

/** Refuses bodies that are larger than the path may carry, before they are read as a whole. */
export const limitBody = createMiddleware(async (c, next) => {
  const larger = Object.keys(largerBytes).find((start) => c.req.path.startsWith(start));
  return await limiterOf(larger === undefined ? usualBytes : (largerBytes[larger] ?? usualBytes))(c, next);
});

const limiters = new Map<number, ReturnType<typeof bodyLimit>>();

function limiterOf(mostBytes: number) {
  const made =
    limiters.get(mostBytes) ??
    bodyLimit({
      maxSize: mostBytes,
      onError: () => {
        throw new AppError("too_large", `A request may carry at most ${mostBytes} bytes.`);
      },
    });
  limiters.set(mostBytes, made);
  return made;
}
