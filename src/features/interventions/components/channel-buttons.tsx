import { ClipboardList, Mail, Phone } from "lucide-react";
import { formatDateTime } from "#ui/figures/dates.ts";
import { Button } from "#ui/primitives/button.tsx";
import type { Channel } from "../rules.ts";
import type { RecordBody, WorkItem } from "../schemas.ts";
import { channelWords } from "./words.ts";

export type ActBody = Pick<RecordBody, "action" | "state"> & Partial<RecordBody>;

export type ChannelButtonsProps = {
  item: WorkItem;
  /** Records the action; each press leaves a trace. */
  onAct: (item: WorkItem, body: ActBody) => void;
  isBusy: boolean;
  timezone: string;
};

const channels: readonly Channel[] = ["phone", "email", "task"];
const icons = { phone: Phone, email: Mail, task: ClipboardList };

/** Call, email or a task, the recommended one first in weight. One that must wait is planned; one that may not be used says why. */
export function ChannelButtons({ item, onAct, isBusy, timezone }: ChannelButtonsProps) {
  return (
    <span className="inline-flex flex-wrap gap-1.5 sm:flex-nowrap">
      {channels.map((channel) => {
        const { isAllowed, why, from } = item.permissions[channel];
        const Icon = icons[channel];
        const isPlanned = !isAllowed && from !== null;
        const reason = isPlanned ? `${why} Plan it for ${formatDateTime(from, timezone)}.` : why;
        const word = channelWords[channel];
        return (
          <Button
            key={channel}
            size="sm"
            variant={item.offered === channel ? "primary" : "secondary"}
            disabled={isBusy || (!isAllowed && !isPlanned)}
            aria-label={`${isPlanned ? `Plan ${word.toLowerCase()} for` : word} ${item.name}`}
            {...(reason ? { title: reason } : {})}
            onClick={() => onAct(item, bodyOf(item, channel, isPlanned ? from : null))}
          >
            <Icon aria-hidden />
            {isPlanned ? `Plan ${word.toLowerCase()}` : word}
          </Button>
        );
      })}
    </span>
  );
}

/** An offer is made by the channel that is offered; the other buttons are what they say. */
function bodyOf({ suggestion, offered }: WorkItem, channel: Channel, plannedFor: string | null): ActBody {
  const rule = suggestion?.rule ?? null;
  if (channel === "task") return { action: "task", state: "planned", suggestion: rule };
  const isOffer = suggestion?.action === "offer" && channel === offered;
  const action = isOffer ? "offer" : channel === "phone" ? "call" : "email";
  const when =
    plannedFor === null ? ({ state: "done" } as const) : ({ state: "planned", dueAt: plannedFor } as const);
  return { action, suggestion: rule, ...(isOffer ? { channel } : {}), ...when };
}
