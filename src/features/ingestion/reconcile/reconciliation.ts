import type { Instant, Source } from "#sources/source.ts";
import type { IngestionContext } from "../ingestion-context.ts";
import type { ReconciledResource } from "./reconciled-resource.ts";
import type { OpenReport } from "./report.ts";

/** What every step of a reconciliation works with. */
export type Reconciliation = {
  ctx: IngestionContext;
  sources: readonly Source[];
  source: Source;
  resource: ReconciledResource;
  report: OpenReport;
  /**
   * The next poll brings versions from here on by itself: that we lack one of them is no finding. Null while
   * nothing was ever read.
   */
  onItsWayFrom: Instant | null;
};
