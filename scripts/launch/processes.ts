import path from "node:path";
import type { Env } from "../../src/platform/env.ts";
import { dataDirOf } from "./folders.ts";
import type { ProcessEnvironment } from "./product-environment.ts";
import { type ProcessPlan, type Supervised, supervise } from "./supervise.ts";

export type ProcessName = "web" | "worker" | "mock source";

/** The processes of the product that run, by name; with what starts and stops them. */
export class Processes {
  readonly #running = new Map<ProcessName, Supervised>();
  readonly #env: Env;
  readonly #environment: ProcessEnvironment;
  readonly #isDev: boolean;

  constructor(env: Env, environment: ProcessEnvironment, isDev: boolean) {
    this.#env = env;
    this.#environment = { ...environment, NODE_ENV: isDev ? "development" : "production" };
    this.#isDev = isDev;
  }

  start(name: ProcessName): void {
    this.#running.set(name, supervise(this.#plan(name)));
  }

  restart(name: ProcessName): void {
    this.#running.get(name)?.restart();
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running.values()].map((running) => running.stop()));
  }

  #plan(name: ProcessName): ProcessPlan {
    const file = `${name.replace(" ", "-")}.log`;
    const logFile = this.#isDev ? null : path.join(dataDirOf(this.#env), "logs", file);
    return { name, env: this.#environment, logFile, ...this.#program(name) };
  }

  #program(name: ProcessName): Pick<ProcessPlan, "script" | "args"> {
    if (name === "worker") return { script: "src/worker/main.ts" };
    if (name === "mock source") return { script: "mock-source/main.ts" };
    const args = [this.#isDev ? "dev" : "start", "-p", String(this.#env.PORT)];
    return { script: "node_modules/next/dist/bin/next", args };
  }
}
