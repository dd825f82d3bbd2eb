import type { Database } from "#db/client.ts";
import { streamAsViewer } from "#db/stream-as-viewer.ts";
import { asViewer, type Trx } from "#db/transaction.ts";
import { appendAudit } from "../audit.ts";
import type { Clock } from "../clock.ts";
import type { Viewer } from "../viewer.ts";
import { type CsvColumn, csvHead, csvLines } from "./csv-text.ts";

export type ExportContext = { db: Database; viewer: Viewer; now: Clock; requestId?: string };

export type Export<Row> = {
  /** What is exported, in the file's name and in the audit log: customers. */
  name: string;
  /** What was asked for, as the audit log keeps it. */
  filter: Readonly<Record<string, unknown>>;
  columns: readonly CsvColumn<Row>[];
  /** The rows in batches, in their order. */
  read: (trx: Trx) => AsyncGenerator<readonly Row[]>;
};

/**
 * A CSV file as an answer that is written while it is read from the database. The audit log has the export before the
 * first row leaves, and again with the number of rows when it has ended, whole or not. What fails before the first
 * row is thrown; what fails later breaks the transfer, so that a part of a file never looks whole.
 */
export async function streamExport<Row>(ctx: ExportContext, wanted: Export<Row>): Promise<Response> {
  const texts = writeTexts(ctx, wanted);
  const first = await texts.next();
  const encoder = new TextEncoder();
  let next: Promise<IteratorResult<string>> = Promise.resolve(first);
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await next;
        if (done) return controller.close();
        controller.enqueue(encoder.encode(value));
        next = texts.next();
        // It is told when it is asked for; without a listener it would end the process meanwhile.
        next.catch(() => undefined);
      },
      async cancel() {
        await texts.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: headersOf(ctx, wanted.name) });
}

async function* writeTexts<Row>(
  ctx: ExportContext,
  { name, filter, columns, read }: Export<Row>,
): AsyncGenerator<string, undefined> {
  let rows = 0;
  let isComplete = false;
  await note(ctx, name, "export_started", { filter });
  try {
    let text = csvHead(columns);
    for await (const batch of streamAsViewer(ctx.db, ctx.viewer, read)) {
      text += csvLines(columns, batch);
      rows += batch.length;
      yield text;
      text = "";
    }
    if (text !== "") yield text;
    isComplete = true;
  } finally {
    await note(ctx, name, "exported", { filter, rows, isComplete });
  }
}

async function note(
  { db, viewer, requestId }: ExportContext,
  name: string,
  verb: string,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  await asViewer(db, viewer, async (trx) => {
    const entry = { action: `${name}.${verb}`, entity: name, entityId: "list", details, requestId };
    await appendAudit(trx, viewer, entry);
  });
}

function headersOf({ viewer, now }: ExportContext, name: string): Record<string, string> {
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone: viewer.timezone }).format(now());
  return {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="${name}-${day}.csv"`,
    "cache-control": "private, no-store",
  };
}
