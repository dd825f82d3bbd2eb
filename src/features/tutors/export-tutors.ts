import type { Database } from "#db/client.ts";
import type { Trx } from "#db/transaction.ts";
import type { Clock } from "#platform/clock.ts";
import type { CsvColumn } from "#platform/export/csv-text.ts";
import { streamExport } from "#platform/export/stream-export.ts";
import type { Viewer } from "#platform/viewer.ts";
import { readLimits } from "./limits-in-force.ts";
import type { ListPlace } from "./list-place.ts";
import { readPageOfIds } from "./list-queries.ts";
import { readTutorRows } from "./queries.ts";
import type { TutorListItem } from "./schemas.ts";
import { toListItem } from "./tutor-answer.ts";
import type { TutorSelection } from "./tutor-order.ts";
import { exportBatch } from "./weights.ts";

type ExportContext = { db: Database; viewer: Viewer; now: Clock; requestId?: string };

/** The whole list of tutors as a CSV file: those of the filters and the search, in the order of the sort. */
export async function exportTutors(ctx: ExportContext, selection: TutorSelection): Promise<Response> {
  return await streamExport(ctx, {
    name: "tutors",
    filter: selection,
    columns,
    read: (trx) => readWholeList(trx, selection),
  });
}

// There are thousands of tutors, not millions: page after page of one instant is quick enough.
async function* readWholeList(trx: Trx, selection: TutorSelection): AsyncGenerator<TutorListItem[]> {
  const limits = await readLimits(trx);
  let place: ListPlace | null = null;
  do {
    const page: Awaited<ReturnType<typeof readPageOfIds>> = await readPageOfIds(
      trx,
      selection,
      place,
      exportBatch,
    );
    const rows = await readTutorRows(trx, page.ids);
    yield rows.map((row) => toListItem(row, limits));
    place = page.next;
  } while (place !== null);
}

const percent = (share: number | null | undefined): number | null =>
  share === null || share === undefined ? null : Math.round(share * 1_000) / 10;

const columns: readonly CsvColumn<TutorListItem>[] = [
  { header: "Id", cell: ({ id }) => id },
  { header: "Tutor", cell: ({ name }) => name },
  { header: "Status", cell: ({ status }) => status.replaceAll("_", " ") },
  { header: "Tier", cell: ({ tier }) => tier.replaceAll("_", " ") },
  { header: "First sessions", cell: ({ firstSessions }) => firstSessions },
  { header: "First sessions rated", cell: ({ firstSessionsRated }) => firstSessionsRated },
  { header: "Success (%)", cell: ({ success }) => percent(success?.rate) },
  { header: "Success, least by the 95 % interval (%)", cell: ({ success }) => percent(success?.lower) },
  { header: "Success, most by the 95 % interval (%)", cell: ({ success }) => percent(success?.upper) },
  { header: "Expected success (%)", cell: ({ expectedSuccess }) => percent(expectedSuccess) },
  { header: "Success evened out (%)", cell: ({ shrunkenSuccess }) => percent(shrunkenSuccess) },
  { header: "Rank", cell: ({ rank }) => rank },
  {
    header: "Mean rating (1 to 5)",
    cell: ({ meanRating }) => (meanRating === null ? null : Math.round(meanRating * 100) / 100),
  },
  { header: "Ratings", cell: ({ rated }) => rated },
  { header: "Trend", cell: ({ trend }) => trend?.direction.replaceAll("_", " ") ?? null },
  { header: "Change by the trend (%)", cell: ({ trend }) => percent(trend?.change) },
  { header: "Flags", cell: ({ flags }) => flags.map(({ sentence }) => sentence).join("; ") || null },
  { header: "Utilisation (%)", cell: ({ utilisation }) => percent(utilisation) },
];
