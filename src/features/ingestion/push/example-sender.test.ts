import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { outsideCustomer, outsideSession, outsideTutor } from "#sources/fixtures/outside-rows.ts";
import { senderPrograms } from "#test/capabilities.ts";
import { serve } from "#test/http/serve.ts";
import { createPushHarness } from "#test/ingestion/push-harness.ts";
import { pushSecret } from "#test/ingestion/sign-push.ts";

const harness = await createPushHarness();
const web = await serve(harness.answer);
const folder = await mkdtemp(path.join(tmpdir(), "dashboard-sender-"));
afterAll(async () => {
  await web.close();
  await harness.close();
  await rm(folder, { recursive: true });
});

describe.skipIf(senderPrograms === null)("the example of a sender in docs/source-contract.md", () => {
  test("sends what is taken and written", async () => {
    const contract = await readFile(
      path.join(import.meta.dirname, "../../../../docs/source-contract.md"),
      "utf8",
    );
    const script = /```sh\n(id=[\s\S]*?)```/.exec(contract)?.[1] ?? "";
    await harness.push("customers", [outsideCustomer()]);
    await harness.push("tutors", [outsideTutor()]);
    // With a line at the end and letters of several bytes, as a file has them.
    const body = `${JSON.stringify({ sessions: [outsideSession(), { id: "Zoë" }] }, null, 2)}\n`;
    await writeFile(path.join(folder, "sessions.json"), body);
    const variables = `SECRET='${pushSecret}'\nDASHBOARD_URL='${web.url}'\n`;
    const run = promisify(execFile);
    const { stdout, stderr } = await run("sh", ["-c", variables + script], { cwd: folder });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toMatchObject({
      resource: "sessions",
      received: 2,
      accepted: 1,
      quarantined: 1,
    });
    await harness.write();
    expect(await harness.exported("sessions")).toHaveLength(1);
  });
});
