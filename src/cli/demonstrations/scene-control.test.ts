import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startForTest } from "#mock/server/start-for-test.ts";
import { readEnv } from "#platform/env.ts";
import { endScene, type SceneControl, sceneControl, startScene } from "./scene-control.ts";

let source: Awaited<ReturnType<typeof startForTest>>;
let control: SceneControl;

beforeAll(async () => {
  source = await startForTest({ customers: 60 });
  control = { url: source.mock.url, token: "rails-token" };
});

afterAll(async () => {
  await source.mock.stop();
});

const mockEnv = { SOURCE_API_URL: "http://127.0.0.1:4010/", SOURCE_API_TOKEN: "token" };

test("it is found where the product reads the mock source, and nowhere else", () => {
  expect(sceneControl(readEnv(mockEnv))).toEqual({ url: "http://127.0.0.1:4010", token: "token" });
  const live = { ...mockEnv, SOURCE_MODE: "live", SUPPORT_API_URL: "http://a", SUPPORT_API_TOKEN: "b" };
  expect(() => sceneControl(readEnv(live))).toThrow(/SOURCE_MODE is live/);
  expect(() => sceneControl(readEnv({ ...mockEnv, AS_OF: "2011-09-01T00:00:00Z" }))).toThrow(/AS_OF is set/);
  expect(() => sceneControl(readEnv({}))).toThrow(/SOURCE_API_URL and SOURCE_API_TOKEN are not set/);
});

test("a scene is started with what it did, once, and ended once", async () => {
  const scene = await startScene(control, { scene: "tutor-declines" });
  expect(scene.look_at[0]).toMatchObject({ resource: "tutors", name: expect.any(String) });
  expect(scene.added.sessions?.length).toBeGreaterThan(20);
  await expect(startScene(control, { scene: "tutor-declines" })).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringMatching(/on already.*demo end/),
  });
  await endScene(control, "tutor-declines");
  await expect(endScene(control, "tutor-declines")).rejects.toMatchObject({ code: "not_found" });
});

test("what is in the way is said with what to do", async () => {
  const scene = { scene: "bad-week" };
  const nobody = startScene(control, { ...scene, customer: 99_999_999 });
  await expect(nobody).rejects.toMatchObject({
    code: "not_found",
    message: expect.stringMatching(/^Customer must be the id of an active customer/),
  });
  await expect(startScene({ ...control, token: "another" }, scene)).rejects.toMatchObject({
    code: "source_rejected",
  });
  await expect(startScene({ ...control, url: "http://127.0.0.1:9" }, scene)).rejects.toMatchObject({
    code: "source_unavailable",
    message: expect.stringContaining("npm start"),
  });
  const other = createServer((_request, response) => response.writeHead(404).end("<h1>Not found</h1>"));
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  await expect(startScene({ ...control, url }, scene)).rejects.toMatchObject({ code: "source_malformed" });
  other.close();
});
