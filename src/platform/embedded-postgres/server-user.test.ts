import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chooseServerUser, commandAs } from "./server-user.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "dashboard-user-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test("the server reaches and runs programs in a folder that is closed to others, and is never root", async () => {
  await chmod(folder, 0o700);
  const program = path.join(folder, "program");
  await writeFile(program, "#!/bin/sh\n", { mode: 0o755 });
  const user = await chooseServerUser([folder, path.dirname(process.execPath)]);
  const script = `require("node:fs").accessSync(${JSON.stringify(program)}, 5); console.log(process.geteuid())`;
  const { file, args, identity } = commandAs(user, process.execPath, ["-e", script]);
  const { status, stdout } = spawnSync(file, args, { ...identity, cwd: "/", encoding: "utf8" });
  expect(status).toBe(0);
  expect(Number(stdout)).toBeGreaterThan(0);
});

test("whoever is not root runs the server", () => {
  const command = commandAs({ kind: "ourselves" }, "/bin/postgres", ["-D", "/data"]);
  expect(command).toEqual({ file: "/bin/postgres", args: ["-D", "/data"], identity: {} });
});

test("where everyone may enter, the server needs no capability", () => {
  const user = { kind: "nobody", uid: 65_534, gid: 65_534, capability: null } as const;
  expect(commandAs(user, "/bin/postgres", []).identity).toEqual({ uid: 65_534, gid: 65_534 });
});
