import type { Metadata } from "next";
import { readQuarantinePage } from "#features/ingestion/quarantine/read-quarantine.ts";
import { AppError } from "#platform/errors.ts";
import type { Viewer } from "#platform/viewer.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { requireViewer } from "../../../viewer.ts";
import { type ListState, readListState } from "./list-state.ts";
import { QuarantineView } from "./quarantine-view.tsx";

export const metadata: Metadata = { title: "Quarantine" };

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const perPage = 50;

export default async function QuarantinePage({ searchParams }: PageProps) {
  const viewer = await requireViewer("admin");
  const { now } = webRuntime();
  const initial = await readFirst(viewer, readListState(new URLSearchParams(flat(await searchParams))));
  return (
    <PageFrame wide>
      <PageHeader
        title="Quarantine"
        description="Records that broke the source's contract. Opening one is written into the audit log."
      />
      <QuarantineView initial={initial} now={now().toISOString()} timezone={viewer.timezone} />
    </PageFrame>
  );
}

/** The list that the address asks for; from its beginning where the place in it no longer means anything. */
async function readFirst(viewer: Viewer, state: ListState) {
  const { db } = webRuntime();
  const read = async (shown: ListState) => ({
    state: shown,
    page: await readQuarantinePage(
      { db, viewer },
      { ...shown.filter, cursor: shown.cursor ?? undefined, limit: perPage },
    ),
  });
  try {
    return await read(state);
  } catch (error) {
    if (state.cursor === null || !(error instanceof AppError) || error.code !== "invalid_input") throw error;
    return await read({ ...state, cursor: null });
  }
}

function flat(params: Record<string, string | string[] | undefined>): [string, string][] {
  return Object.entries(params).flatMap(([name, value]) => {
    const first = Array.isArray(value) ? value[0] : value;
    return first === undefined ? [] : [[name, first] as [string, string]];
  });
}
