"use client";

import { Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "#ui/primitives/button.tsx";
import { Input } from "#ui/primitives/input.tsx";

export type ListSearchProps = {
  value: string;
  /** Called when typing pauses, and at once on Enter. */
  onSearch: (value: string) => void;
  /** What is searched: "name, e-mail or id". */
  by: string;
};

const pauseMs = 250;

/** The search of a list, in the address. */
export function ListSearch({ value, onSearch, by }: ListSearchProps) {
  const [typed, setTyped] = useState(value);
  const [known, setKnown] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  if (known !== value) {
    // The address has changed by itself, as with the browser's back button.
    setKnown(value);
    setTyped(value);
  }
  const send = (text: string) => {
    clearTimeout(timer.current);
    setKnown(text.trim());
    if (text.trim() !== value) onSearch(text.trim());
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers that are three years old do not know <search>
    <form
      role="search"
      className="relative w-full sm:w-72"
      onSubmit={(event) => {
        event.preventDefault();
        send(typed);
      }}
    >
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-faint"
      />
      <Input
        type="search"
        aria-label={`Search by ${by}`}
        placeholder={`${by.charAt(0).toUpperCase()}${by.slice(1)}`}
        value={typed}
        maxLength={100}
        autoComplete="off"
        className="pr-9 pl-9 [&::-webkit-search-cancel-button]:hidden"
        onChange={(event) => {
          const text = event.target.value;
          setTyped(text);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => send(text), pauseMs);
        }}
      />
      {typed ? (
        <Button
          type="button"
          variant="ghost"
          size="icon-sm"
          aria-label="Clear the search"
          className="absolute top-1/2 right-1 -translate-y-1/2"
          onClick={() => {
            setTyped("");
            send("");
          }}
        >
          <X aria-hidden />
        </Button>
      ) : null}
    </form>
  );
}
