import type { Metadata } from "next";
import { listCustomers } from "#features/customers/list-customers.ts";
import { type ListState, readListState } from "#features/customers/list-state.ts";
import { seesPersonalData } from "#features/customers/personal-data.ts";
import { customersPerPage } from "#features/customers/weights.ts";
import { AppError } from "#platform/errors.ts";
import { hasRole, type Viewer } from "#platform/viewer.ts";
import { explainHealth } from "#registry/explain-health.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { PageFrame } from "#ui/shell/page-frame.tsx";
import { PageHeader } from "#ui/shell/page-header.tsx";
import { requireViewer } from "../../viewer.ts";
import { queryOrFirst } from "../address-state.ts";
import { Grounds } from "../grounds.tsx";
import { readGrounds } from "../read-grounds.ts";
import { readPageViews } from "../read-page-views.ts";
import { SkeletonOnTheWay } from "../skeleton-on-the-way.tsx";
import { CustomersSkeleton } from "./customers-skeleton.tsx";
import { CustomersTabs } from "./customers-tabs.tsx";
import { CustomersView } from "./customers-view.tsx";

export const metadata: Metadata = { title: "Customers" };

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default function CustomersPage(props: PageProps) {
  return (
    <SkeletonOnTheWay skeleton={<CustomersSkeleton />}>
      <CustomersContent {...props} />
    </SkeletonOnTheWay>
  );
}

async function CustomersContent({ searchParams }: PageProps) {
  const viewer = await requireViewer();
  const { views, firstQuery } = await readPageViews(viewer, "customers");
  const asked = new URLSearchParams(flat(await searchParams)).toString();
  const state = readListState(new URLSearchParams(queryOrFirst(asked, firstQuery)));
  const [{ list, shown }, grounds] = await Promise.all([
    readFirst(viewer, state),
    readGrounds(viewer, "customer_health"),
  ]);
  const now = webRuntime().now().toISOString();
  return (
    <PageFrame wide>
      <PageHeader
        title="Customers"
        description="Who is about to leave, why, and since when."
        actions={<CustomersTabs current="list" />}
      />
      <CustomersView
        initial={list}
        initialState={shown}
        now={now}
        timezone={viewer.timezone}
        byEmail={seesPersonalData(viewer.role)}
        viewer={{ userId: viewer.userId, canWork: hasRole(viewer.role, "operator") }}
        views={views}
        firstQuery={firstQuery}
      />
      <Grounds initial={grounds} now={now} timezone={viewer.timezone} />
    </PageFrame>
  );
}

/** The list that the address asks for; from its beginning where the place in it no longer means anything. */
async function readFirst(viewer: Viewer, state: ListState) {
  const ctx = { ...webRuntime(), viewer, explain: explainHealth };
  const read = async (shown: ListState) => ({
    shown,
    list: await listCustomers(ctx, {
      ...shown,
      cursor: shown.cursor ?? undefined,
      pageSize: customersPerPage,
    }),
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
