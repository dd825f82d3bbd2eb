"use client";

import { useState } from "react";
import type { HealthSettings } from "#features/customer-health/weights.ts";
import { Button } from "#ui/primitives/button.tsx";
import { Callout } from "#ui/primitives/callout.tsx";
import { Card, CardBody, CardHeader, CardTitle } from "#ui/primitives/card.tsx";
import { Field } from "#ui/primitives/field.tsx";
import { Input } from "#ui/primitives/input.tsx";
import { apiClient, readAnswer } from "../../../api-client.ts";
import { useChange } from "../../use-change.ts";

export type SaveBarProps = {
  /** Null where nothing differs. */
  draft: HealthSettings | null;
  baseVersion: number;
  changes: readonly string[];
  onDone: () => void;
};

/** What differs, why, and the button that makes it hold for everyone. */
export function SaveBar({ draft, baseVersion, changes, onDone }: SaveBarProps) {
  const [note, setNote] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const change = useChange(["health-settings"]);
  if (draft === null) return null;
  const finish = () => {
    setNote("");
    setFault(null);
    onDone();
  };
  const save = async () => {
    setBusy(true);
    const json = { settings: draft, baseVersion, note: note.trim() || null };
    try {
      const faults = await change.inForm(
        () => readAnswer(apiClient["health-settings"].$put({ json })),
        "Saved. Everyone is computed with the new numbers within a few minutes.",
      );
      if (faults === null) finish();
      else setFault(faults.form ?? "It was not saved.");
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card>
      <CardHeader>
        <CardTitle>Not saved yet</CardTitle>
      </CardHeader>
      <CardBody className="flex flex-col gap-3">
        <ul className="text-sm">
          {changes.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <Field label="Why" hint="Stands in the history beside your name.">
          {(control) => (
            <Input
              {...control}
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {fault ? <Callout status="critical">{fault}</Callout> : null}
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" busy={busy} onClick={save}>
            Save as version {baseVersion + 1}
          </Button>
          <Button onClick={finish} disabled={busy}>
            Discard changes
          </Button>
        </div>
      </CardBody>
    </Card>
  );
}
