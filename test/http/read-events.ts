export type ServerSentEvent = { type: string; id: string; data: string };

/** Reads Server-Sent Events until the stream ends, `signal` is aborted, or `take` answers false. */
export async function readEvents(
  url: string,
  options: {
    headers?: Record<string, string>;
    signal?: AbortSignal;
    take: (event: ServerSentEvent) => boolean;
  },
): Promise<void> {
  const response = await fetch(url, {
    headers: { accept: "text/event-stream", ...options.headers },
    signal: options.signal ?? null,
  });
  if (!response.ok || response.body === null) throw new Error(`the stream answered ${response.status}`);
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of response.body) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) if (!options.take(parse(block))) return;
  }
}

function parse(block: string): ServerSentEvent {
  const fields = new Map(
    block.split("\n").map((line) => {
      const at = line.indexOf(": ");
      return [line.slice(0, at), line.slice(at + 2)] as const;
    }),
  );
  return {
    type: fields.get("event") ?? "message",
    id: fields.get("id") ?? "",
    data: fields.get("data") ?? "",
  };
}
