import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { SMTPServer } from "smtp-server";

export type SlowMailServer = { url: string; recipients: string[]; close(): Promise<void> };

/** A mail server that takes its time over each mail, and remembers to whom it delivered. */
export async function startSlowMailServer(mailMs: number): Promise<SlowMailServer> {
  const recipients: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    closeTimeout: 100,
    onData: async (stream, session, done) => {
      for await (const _ of stream);
      recipients.push(...session.envelope.rcptTo.map(({ address }) => address));
      await sleep(mailMs);
      done();
    },
  });
  // A client that leaves is what these tests are about.
  server.on("error", () => undefined);
  const listening = server.listen(0, "127.0.0.1");
  await once(listening, "listening");
  return {
    url: `smtp://127.0.0.1:${(listening.address() as AddressInfo).port}`,
    recipients,
    close: async () => await new Promise((resolve) => server.close(() => resolve())),
  };
}
