import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { listHealthChanges, readCustomerHealth } from "#features/customer-health/read-health.ts";
import {
  listAlerts,
  listCalls,
  listSessions,
  readCustomerDetail,
} from "#features/customers/read-customer.ts";
import { recordsPerPage } from "#features/customers/weights.ts";
import { readCustomerWork } from "#features/interventions/read-work.ts";
import { AppError } from "#platform/errors.ts";
import { hasRole } from "#platform/viewer.ts";
import { explainHealth } from "#registry/explain-health.ts";
import { webRuntime } from "#registry/web-runtime.ts";
import { workContext } from "#registry/work-context.ts";
import { requireViewer } from "../../../viewer.ts";
import { readGrounds } from "../../read-grounds.ts";
import { SkeletonOnTheWay } from "../../skeleton-on-the-way.tsx";
import { historyDays, historyPageSize } from "./customer-queries.ts";
import { CustomerSkeleton } from "./customer-skeleton.tsx";
import { CustomerView } from "./customer-view.tsx";

type PageProps = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await readDetail((await params).id)).name };
}

export default function CustomerPage(props: PageProps) {
  return (
    <SkeletonOnTheWay skeleton={<CustomerSkeleton />}>
      <CustomerContent {...props} />
    </SkeletonOnTheWay>
  );
}

async function CustomerContent({ params }: PageProps) {
  const { id } = await params;
  const viewer = await requireViewer();
  const ctx = { ...webRuntime(), viewer };
  const detail = await readDetail(id);
  const [health, history, sessions, calls, work, alerts, grounds] = await Promise.all([
    section("health", readCustomerHealth(ctx, detail.id)),
    section("history", listHealthChanges(ctx, detail.id, { days: historyDays, pageSize: historyPageSize })),
    section("sessions", listSessions(ctx, detail.id, { pageSize: recordsPerPage })),
    section("calls", listCalls(ctx, detail.id, { pageSize: recordsPerPage })),
    section("work", readCustomerWork(workContext(viewer), detail.id)),
    section("alerts", listAlerts(ctx, detail.id)),
    readGrounds(viewer, "customer_health"),
  ]);
  return (
    <CustomerView
      initial={{ detail, health, history, sessions, calls, work, alerts }}
      viewer={{ userId: viewer.userId, canWork: hasRole(viewer.role, "operator") }}
      grounds={grounds}
      now={ctx.now().toISOString()}
      timezone={viewer.timezone}
    />
  );
}

/** Asked for by the title and by the page; read once. */
const readDetail = cache(async (id: string) => {
  const viewer = await requireViewer();
  const number = Number(id);
  if (!/^\d+$/.test(id) || !Number.isSafeInteger(number)) notFound();
  try {
    return await readCustomerDetail({ ...webRuntime(), viewer, explain: explainHealth }, number);
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  }
});

/** One section that cannot be read leaves the others standing: the browser asks for it again and says what is wrong. */
async function section<T>(name: string, reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    webRuntime().log.error({ err: error, section: name }, "a section of the customer page could not be read");
    return undefined;
  }
}
