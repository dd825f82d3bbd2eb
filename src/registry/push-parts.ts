import type { PushParts } from "#features/ingestion/push/api.ts";
import { env } from "#platform/env.ts";
import { readPush } from "#sources/push/read-push.ts";
import { createRefuseMessage } from "#sources/push/refuse-message.ts";

/** What this installation needs to take pushes. */
export function pushParts(): PushParts {
  const { INGEST_WEBHOOK_SECRETS: secrets } = env();
  return {
    refuse: secrets === null ? null : createRefuseMessage(secrets),
    read: readPush,
    machineTime: () => new Date(),
  };
}
