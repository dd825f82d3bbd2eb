import { expect, test } from "vitest";
import { demonstrations } from "#cli/demonstrations/demonstrations.ts";
import { startScene } from "#cli/demonstrations/scene-control.ts";
import { type MadeWorld, openMadeCompany } from "./made-company.ts";

/** Small and not so small, on other weekdays and hours. WORLDS=seed:customers:days,… tries others. */
const worlds: MadeWorld[] = (process.env.WORLDS ?? "1:60:0,7:300:4.1").split(",").map((text) => {
  const [seed = 0, customers = 0, laterDays = 0] = text.split(":").map(Number);
  return { seed, customers, laterDays };
});

test.each(worlds)(
  "every scene leads to what its demonstration shows, in world $seed of $customers customers",
  async (world) => {
    const company = await openMadeCompany(world);
    try {
      for (const { name, scene: fields, steps } of demonstrations) {
        const scene = await startScene(company.control, fields);
        const ctx = { db: company.db, now: company.now, scene };
        expect(await steps[0]?.find(ctx), `${name} has arrived before it was read`).toBeNull();
        await company.goOn();
        for (const { name: step, find } of steps) {
          const found = await find(ctx);
          expect(found, `${name}: ${step} in ${JSON.stringify(world)}`).not.toBeNull();
          if (process.env.WORLDS) process.stdout.write(`${JSON.stringify(world)} ${name}: ${found?.said}\n`);
          if (name === "tutor-declines" && step === "flag")
            expect(found?.facts.certainty).toBeGreaterThan(0.9);
        }
      }
    } finally {
      await company.close();
    }
  },
  300_000,
);
