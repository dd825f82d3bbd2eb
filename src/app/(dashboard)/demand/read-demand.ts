import { readAccuracy } from "#features/demand/read/accuracy.ts";
import { listEpisodes } from "#features/demand/read/episodes.ts";
import { readHours } from "#features/demand/read/hours.ts";
import { readSubjectsOverview } from "#features/demand/read/overview.ts";
import { readUtilisation } from "#features/demand/read/utilisation.ts";
import type { DemandHours } from "#features/demand/schemas/hours.ts";
import { listForViewer } from "#features/recommendations/list-for-viewer.ts";
import { AppError } from "#platform/errors.ts";
import type { Viewer } from "#platform/viewer.ts";
import { conditionsPlace } from "#registry/conditions-place.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import type { AccuracyState } from "./accuracy/accuracy-state.ts";
import { listed } from "./listed.ts";

/** What the pages of demand read on the server, for their first view. Without a subject, of all of them. */
export function demandReader(viewer: Viewer) {
  const ctx = { ...webRuntime(), viewer, businessTimezone: conditionsPlace().businessTimezone };
  return {
    subjects: () => readSubjectsOverview(ctx),
    episodes: (subject?: string) => listEpisodes(ctx, { subject, state: "open", pageSize: listed.episodes }),
    /** What is to be decided, and what was accepted and is to be done. */
    recommendations: async (subject?: string) => {
      const list = (state: "open" | "accepted") =>
        listForViewer(ctx, { subject, state, pageSize: listed.recommendations });
      const [open, accepted] = await Promise.all([list("open"), list("accepted")]);
      return [...open.data, ...accepted.data];
    },
    /** Null where there is no such subject. */
    hours: async (subject: string, historyDays: number): Promise<DemandHours | null> => {
      try {
        return await readHours(ctx, { subject, historyDays });
      } catch (error) {
        if (error instanceof AppError && error.code === "not_found") return null;
        throw error;
      }
    },
    utilisation: () => readUtilisation(ctx),
    accuracy: (state: Omit<AccuracyState, "subject"> & { subject: string }) => readAccuracy(ctx, state),
    /** One section that cannot be read leaves the others standing: the browser asks for it again and says what is wrong. */
    async section<T>(name: string, reading: Promise<T>): Promise<T | undefined> {
      try {
        return await reading;
      } catch (error) {
        webRuntime().log.error(
          { err: error, section: name },
          "a section of the demand pages could not be read",
        );
        return undefined;
      }
    },
  };
}
