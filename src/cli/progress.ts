import { Presets, SingleBar } from "cli-progress";

export type Progress = {
  /** Shows `done` of `total` (null where unknown) for the step that is called `name`, and a note such as its speed. */
  step(name: string, done: number, total: number | null, note?: string): void;
  /** Ends the bar, where one is shown. */
  end(): void;
  /** One line for people. */
  say(line: string): void;
};

const lineEverySeconds = 5;

/** Progress on standard error: a bar on a terminal, now and then a line elsewhere. */
export function createProgress(output: NodeJS.WriteStream = process.stderr): Progress {
  return output.isTTY ? barProgress(output) : lineProgress(output);
}

function barProgress(output: NodeJS.WriteStream): Progress {
  let bar: SingleBar | null = null;
  let current = "";
  const end = () => {
    bar?.stop();
    bar = null;
  };
  return {
    step(name, done, total, note = "") {
      if (name !== current) end();
      current = name;
      bar ??= startBar(output, name, total ?? done);
      bar.setTotal(Math.max(total ?? done, 1));
      bar.update(done, { note });
    },
    end,
    say(line) {
      end();
      output.write(`${line}\n`);
    },
  };
}

function startBar(output: NodeJS.WriteStream, name: string, total: number): SingleBar {
  const format = `${name} {bar} {value}/{total} {note} · {duration_formatted}`;
  const bar = new SingleBar({ stream: output, format, hideCursor: true }, Presets.shades_classic);
  bar.start(Math.max(total, 1), 0, { note: "" });
  return bar;
}

function lineProgress(output: NodeJS.WriteStream): Progress {
  const lastLineAt = new Map<string, number>();
  const ended = new Set<string>();
  return {
    step(name, done, total, note) {
      const at = performance.now();
      const isDue = at - (lastLineAt.get(name) ?? Number.NEGATIVE_INFINITY) >= lineEverySeconds * 1000;
      if (!isDue && (done !== total || ended.has(name))) return;
      if (done === total) ended.add(name);
      lastLineAt.set(name, at);
      output.write(`${name}: ${done}${total === null ? "" : ` of ${total}`}${note ? ` (${note})` : ""}\n`);
    },
    end: () => lastLineAt.clear(),
    say: (line) => void output.write(`${line}\n`),
  };
}
