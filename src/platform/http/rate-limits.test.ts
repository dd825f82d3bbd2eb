import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentLog as log } from "#test/builders/api-under-test.ts";
import { redisServer } from "#test/capabilities.ts";
import { startTestRedis, type TestRedis } from "#test/redis-server.ts";
import { createRateLimits, type RateLimits } from "./rate-limits.ts";

const limits = { expensive: { requests: 3, perSeconds: 60 } };

describe.skipIf(redisServer === null)("rate limits on Redis", () => {
  let redis: TestRedis;
  const opened: RateLimits[] = [];
  const open = () => {
    const made = createRateLimits({ redisUrl: redis.url, log, limits });
    opened.push(made);
    return made;
  };

  beforeAll(async () => {
    redis = await startTestRedis();
  });

  afterAll(async () => {
    await Promise.all(opened.map((made) => made.close()));
    await redis.stop();
  });

  it("are counted over all processes together", async () => {
    const [one, other] = [open(), open()];
    await one.ready();
    await other.ready();
    for (const process of [one, other, one]) await process.take("expensive", "somebody");
    await expect(other.take("expensive", "somebody")).rejects.toMatchObject({ code: "rate_limited" });
    await other.take("expensive", "somebody else");
  });

  it("are counted in memory while Redis is away", async () => {
    const alone = createRateLimits({ redisUrl: "redis://127.0.0.1:1", log, limits });
    for (let n = 0; n < 3; n++) await alone.take("expensive", "somebody");
    await expect(alone.take("expensive", "somebody")).rejects.toMatchObject({ code: "rate_limited" });
    await alone.close();
  });
});
