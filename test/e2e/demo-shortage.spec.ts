import { expect } from "@playwright/test";
import { factsOf, playDemonstration, runOps } from "./play-demonstration.ts";
import { signIn } from "./sign-in.ts";
import { test } from "./watched-test.ts";

type Row = {
  id: number;
  episodeId: number | null;
  state: string;
  expectedSessions: number;
  expectedCentsLow: number;
  expectedCentsHigh: number;
  deadlineAt: string;
};

test("a shortage is seen at least twelve hours ahead, with a recommendation that says what it is worth", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const request = await signIn(page);
  const played = await playDemonstration("shortage");
  const episode = factsOf(played, "episode");
  expect(Number(episode.lead_hours)).toBeGreaterThanOrEqual(12);
  const recommendationId = Number(factsOf(played, "recommendation").recommendation_id);

  const listed = await (await request.get("/api/v1/recommendations?pageSize=200")).json();
  const made = (listed.data as Row[]).find(({ id }) => id === recommendationId);
  expect(made).toMatchObject({ state: "open", episodeId: episode.episode_id });
  expect(made?.expectedSessions).toBeGreaterThan(0);
  expect(made?.expectedCentsHigh).toBeGreaterThan(0);
  expect(made?.expectedCentsHigh).toBeGreaterThanOrEqual(made?.expectedCentsLow ?? 0);
  expect(Date.parse(made?.deadlineAt ?? "")).toBeGreaterThan(Date.now());

  const decide = async (what: string) =>
    await page.request.post(`/api/v1/recommendations/${recommendationId}/${what}`, { data: { note: "" } });
  expect((await decide("accept")).status()).toBe(200);
  const again = await decide("accept");
  expect(again.status()).toBe(409);
  expect((await again.json()).detail).toContain("accepted this already");
  expect((await decide("done")).status()).toBe(200);
  expect(await runOps(["demo", "end", "shortage"])).toMatchObject({ code: 0 });
});
