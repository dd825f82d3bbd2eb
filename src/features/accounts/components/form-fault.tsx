import { Callout } from "#ui/primitives/callout.tsx";

/** What is wrong with a form as a whole, read out when it appears. */
export function FormFault({ message }: { message: string | undefined }) {
  return message ? <Callout status="critical">{message}</Callout> : null;
}
