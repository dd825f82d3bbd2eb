"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ActionHistory } from "#features/ingestion/components/quarantine/action-history.tsx";
import { layOutJson } from "#features/ingestion/components/quarantine/json-layout.ts";
import { lookOfAction } from "#features/ingestion/components/quarantine/outcome-words.ts";
import { nameOf } from "#features/ingestion/components/quarantine/quarantine-table.tsx";
import { RecordEditor } from "#features/ingestion/components/quarantine/record-editor.tsx";
import type { Quarantined } from "#features/ingestion/quarantine/schemas.ts";
import { RelativeTime } from "#ui/figures/relative-time.tsx";
import { Button } from "#ui/primitives/button.tsx";
import { Callout } from "#ui/primitives/callout.tsx";
import { ErrorState } from "#ui/primitives/error-state.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input } from "#ui/primitives/input.tsx";
import { Sheet, SheetContent } from "#ui/primitives/sheet.tsx";
import { Skeleton } from "#ui/primitives/skeleton.tsx";
import { ApiFault, apiClient, readAnswer } from "../../../api-client.ts";

export type RecordSheetProps = {
  id: number;
  /** What was typed before the sheet was closed; null where nothing was. */
  draft: string | null;
  onDraft: (text: string | null) => void;
  now: Date;
  timezone: string;
  onAsked: (requestId: string) => void;
  onDiscard: (id: number) => void;
  onPutBack: (id: number) => Promise<void>;
  onClose: () => void;
};

type Body = { record?: string; reason?: string };

/** One record beside the list: what is wrong with it, its text to mend, and what was done about it. */
export function RecordSheet(props: RecordSheetProps) {
  const { id, draft, onDraft, now, timezone } = props;
  const [opener] = useState(() => document.activeElement);
  const detail = useRecord(id);
  const [text, setText] = useState(draft);
  const [reason, setReason] = useState("");
  const [reasonError, setReasonError] = useState<string>();
  const retry = useRetry(id, (requestId) => {
    onDraft(null);
    props.onAsked(requestId);
  });
  const record = detail.data;
  const asItCame = record ? layOutJson(record.record) : "";
  const isOpen = record?.state === "open";
  const shown = isOpen ? (text ?? asItCame) : asItCame;
  const isEdited = shown !== asItCame;
  const refused = retry.error instanceof ApiFault ? retry.error : null;
  const faults = refused?.errors.length
    ? refused.errors.map(({ path, message }) => ({ path, reason: message }))
    : (record?.faults ?? []);
  const save = () => {
    if (!isOpen || retry.isPending) return;
    if (!isEdited) return retry.mutate({});
    if (reason.trim().length < 3) return setReasonError("Say why, so that others understand it later.");
    setReasonError(undefined);
    retry.mutate({ record: shown, reason: reason.trim() });
  };
  const type = (next: string) => {
    setText(next);
    onDraft(next === asItCame ? null : next);
  };
  return (
    <Sheet open onOpenChange={(open) => !open && props.onClose()}>
      <SheetContent
        opener={opener}
        className="sm:max-w-2xl"
        title={record ? nameOf(record) : "Record in quarantine"}
        description={record ? <Facts record={record} now={now} timezone={timezone} /> : undefined}
        footer={
          record && record.state !== "resolved" ? (
            <Actions
              state={record.state}
              isEdited={isEdited}
              isBusy={retry.isPending}
              onSave={save}
              onReset={() => {
                type(asItCame);
                retry.reset();
              }}
              onDiscard={() => props.onDiscard(id)}
              onPutBack={() => void props.onPutBack(id)}
            />
          ) : undefined
        }
      >
        {detail.isError ? (
          <ErrorState what={detail.error.message} todo="Try again." onRetry={() => detail.refetch()} />
        ) : null}
        {record ? (
          <div className="flex flex-col gap-5">
            <Result refused={refused} failed={retry.error} last={record.lastAction} />
            <RecordEditor text={shown} faults={faults} isReadOnly={!isOpen} onChange={type} onSave={save} />
            {isEdited && isOpen ? (
              <Field label="Why it is changed" required error={reasonError}>
                {(ids) => (
                  <Input
                    {...ids}
                    value={reason}
                    maxLength={500}
                    onChange={(event) => setReason(event.target.value)}
                  />
                )}
              </Field>
            ) : null}
            <ActionHistory actions={record.actions} now={now} timezone={timezone} />
          </div>
        ) : detail.isError ? null : (
          <Skeleton className="h-96 w-full" />
        )}
      </SheetContent>
    </Sheet>
  );
}

/** Read when the sheet opens and when something came of a retry: each time is written into the audit log. */
function useRecord(id: number) {
  return useQuery({
    queryKey: ["quarantined", id],
    queryFn: () => readAnswer(apiClient.quarantine[":id"].$get({ param: { id: String(id) } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function useRetry(id: number, onAsked: (requestId: string) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (json: Body) =>
      await readAnswer(apiClient.quarantine[":id"].retry.$post({ param: { id: String(id) }, json })),
    onSuccess: async ({ requestId }) => {
      onAsked(requestId);
      await queries.invalidateQueries({ queryKey: ["quarantine"] });
    },
  });
}

function Facts({ record, now, timezone }: { record: Quarantined; now: Date; timezone: string }) {
  return (
    <>
      From {record.origin}, seen {record.seenCount}×, last{" "}
      <RelativeTime at={record.lastSeenAt} now={now} timezone={timezone} />
    </>
  );
}

type ResultProps = { refused: ApiFault | null; failed: Error | null; last: Quarantined["lastAction"] };

function Result({ refused, failed, last }: ResultProps) {
  if (refused)
    return (
      <Callout status="critical" title="It was not taken">
        {refused.message}
      </Callout>
    );
  if (failed) {
    return (
      <Callout status="critical" title="That did not work">
        The dashboard did not answer. Try again.
      </Callout>
    );
  }
  if (last === null || last.outcome === "done") return null;
  const { status, word } = lookOfAction(last);
  return (
    <Callout status={status} title={word}>
      {last.note}
    </Callout>
  );
}

type ActionsProps = {
  state: Quarantined["state"];
  isEdited: boolean;
  isBusy: boolean;
  onSave: () => void;
  onReset: () => void;
  onDiscard: () => void;
  onPutBack: () => void;
};

function Actions({ state, isEdited, isBusy, onSave, onReset, onDiscard, onPutBack }: ActionsProps) {
  if (state === "discarded") return <Button onClick={onPutBack}>Put back</Button>;
  return (
    <>
      <Button variant="primary" busy={isBusy} onClick={onSave}>
        {isEdited ? "Save and retry" : "Retry"}
      </Button>
      {isEdited ? <Button onClick={onReset}>As it came</Button> : null}
      <Button variant="danger" className="ml-auto" onClick={onDiscard}>
        Discard
      </Button>
    </>
  );
}
