import { accounts } from "#app/accounts.ts";
import { createApiApplication } from "#registry/api.ts";
import { webRuntime } from "#registry/web-runtime.ts";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

let application: ReturnType<typeof createApiApplication> | undefined;

/** Made at the first request: building the pages opens no connection. */
async function handle(request: Request): Promise<Response> {
  application ??= createApiApplication(webRuntime, (asked) => accounts().resolveViewer(asked));
  return await application.fetch(request);
}

export const GET = handle;
export const POST = handle;
export const PUT = handle;
export const PATCH = handle;
export const DELETE = handle;
