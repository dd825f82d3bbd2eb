/** A way to reach people. Adding one means a folder here and a line in registry/channels.ts. */
export type Channel<Message, Outcome> = {
  name: string;
  /** Hands one message over. What the other side answers is an outcome, never an exception. */
  deliver(message: Message): Promise<Outcome>;
  /** Ends connections that are kept open. */
  close(): Promise<void>;
};
