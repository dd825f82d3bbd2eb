import type { ComponentProps } from "react";
import { Avatar } from "../primitives/avatar.tsx";

export function AccountButton({ name, ...props }: ComponentProps<"button"> & { name: string }) {
  return (
    <button
      type="button"
      aria-label={`Account of ${name}`}
      aria-haspopup="menu"
      className="inline-flex size-control items-center justify-center rounded-lg hover:bg-hover"
      {...props}
    >
      <Avatar name={name} />
    </button>
  );
}
