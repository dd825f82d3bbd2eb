import { CircleHelp } from "lucide-react";
import { Button, type ButtonProps } from "../primitives/button.tsx";

export function MethodNoteButton({ of, ...props }: ButtonProps & { of: string }) {
  return (
    <Button
      variant="ghost"
      size="icon-sm"
      aria-label={`How ${of} is computed`}
      aria-haspopup="dialog"
      title="How it is computed"
      className="relative z-10 -mr-1.5 text-ink-faint"
      {...props}
    >
      <CircleHelp aria-hidden />
    </Button>
  );
}
