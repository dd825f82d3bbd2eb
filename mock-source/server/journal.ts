import { appendFileSync, existsSync, readFileSync, truncateSync } from "node:fs";
import type { SceneEntry } from "../scenes/active-scenes.ts";
import type { ChangeByHand } from "./changes-by-hand.ts";

export type JournalHead = {
  seed: number;
  customers: number;
  originDay: number;
  /** Of the generators; see `generation` in world/world.ts. Heads of the first generation do not name it. */
  generation?: number;
};

export class JournalMismatch extends Error {}

/**
 * Changes by hand, one JSON per line below a head that names the world they belong to. The head also keeps the
 * day on which the world began, so that a new quarter does not begin another world.
 */
export class Journal {
  private readonly path: string;
  head: JournalHead | null = null;
  readonly changes: ChangeByHand[] = [];
  readonly scenes: SceneEntry[] = [];

  constructor(path: string) {
    this.path = path;
    if (!existsSync(path)) return;
    const text = readFileSync(path, "utf8");
    // A line without its end was being written when the process died: the change was never answered.
    const whole = text.slice(0, text.lastIndexOf("\n") + 1);
    if (whole.length < text.length) truncateSync(path, Buffer.byteLength(whole));
    const [head, ...lines] = whole.split("\n").filter((line) => line !== "");
    if (head !== undefined) this.head = this.parse(head) as JournalHead;
    for (const line of lines) {
      const entry = this.parse(line) as ChangeByHand | SceneEntry;
      if (entry.op === "scene" || entry.op === "scene_end") this.scenes.push(entry);
      else this.changes.push(entry);
    }
  }

  /** Takes the world for which the journal was begun, or begins it. */
  begin(head: JournalHead): void {
    if (this.head === null) {
      this.head = head;
      this.write(head);
    } else if (this.head.seed !== head.seed || this.head.customers !== head.customers) {
      throw new JournalMismatch(
        `${this.path} belongs to seed ${this.head.seed} with ${this.head.customers} customers; set these, or name another file in MOCK_JOURNAL`,
      );
    } else if (this.head.generation !== head.generation) {
      throw new JournalMismatch(
        `${this.path} belongs to a world of an earlier version, whose rows were others; start with an empty DATA_DIR, or remove the file and whatever was read from it`,
      );
    }
  }

  add(entry: ChangeByHand | SceneEntry): void {
    this.write(entry);
  }

  private write(value: unknown): void {
    appendFileSync(this.path, `${JSON.stringify(value)}\n`);
  }

  private parse(line: string): unknown {
    try {
      return JSON.parse(line);
    } catch (cause) {
      throw new JournalMismatch(`${this.path} has a line that is not JSON; remove the file to start afresh`, {
        cause,
      });
    }
  }
}
