export type Cache = {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown, ttlSeconds: number): Promise<void>;
  /** The stored value, or the result of `compute`, which runs once however many ask at the same time. */
  getOrCompute<T>(key: string, ttlSeconds: number, compute: () => Promise<T>): Promise<T>;
  /** Forgets every key that starts with `prefix`, in all processes. */
  invalidate(prefix: string): Promise<void>;
  close(): Promise<void>;
};
