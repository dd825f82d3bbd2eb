import { Transform } from "node:stream";

/** Passes text through that is UTF-8, and fails at the first byte that is not. A mark at the beginning is dropped. */
export function utf8Only(onFault: (error: unknown) => Error): Transform {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const pass = (decode: () => string, done: (error?: Error | null, text?: string) => void) => {
    try {
      done(null, decode());
    } catch (error) {
      done(onFault(error));
    }
  };
  return new Transform({
    encoding: "utf8",
    decodeStrings: false,
    transform: (chunk: Uint8Array, _encoding, done) =>
      pass(() => decoder.decode(chunk, { stream: true }), done),
    flush: (done) => pass(() => decoder.decode(), done),
  });
}
