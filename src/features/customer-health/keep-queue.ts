import type { Trx } from "#db/transaction.ts";
import type { CustomerSelection } from "./records-query.ts";

/**
 * Brings the work queue of these customers to what is stored of them by now, in the transaction that stored it and
 * before its events. Given by the registry: the queue belongs to another feature.
 */
export type KeepQueue = (trx: Trx, customers: CustomerSelection, asOf: Date) => Promise<void>;
