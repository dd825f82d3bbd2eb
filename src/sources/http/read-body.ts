import type { Response } from "undici";
import { TransientFault } from "./transient-fault.ts";

/**
 * The whole body as text. Throws TransientFault where it is larger than `maxBytes` or is not UTF-8: reading
 * on with replaced characters would store a text that the source never had.
 */
export async function readBody(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk as Uint8Array);
    size += (chunk as Uint8Array).byteLength;
    if (size > maxBytes) throw new TransientFault("source_malformed", `its answer is over ${maxBytes} bytes`);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks, size));
  } catch (error) {
    throw new TransientFault("source_malformed", "its answer is not UTF-8 text", { cause: error });
  }
}
