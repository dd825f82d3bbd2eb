/** A mail as it goes out, rendered. */
export type OutgoingMail = {
  /** The same for every try, so that a receiver who got it twice can tell. */
  messageId: string;
  to: string;
  subject: string;
  html: string;
  text: string;
};

/** What became of one try. Deferred ones are worth another, refused ones are not. */
export type Delivery =
  | { outcome: "sent" }
  | { outcome: "deferred"; reason: string }
  | { outcome: "refused"; reason: string };

/** Hands a mail over to whatever sends it. Never throws for what a mail server answers. */
export type DeliverMail = (mail: OutgoingMail) => Promise<Delivery>;
