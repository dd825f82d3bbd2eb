/**
 * Writes each item while the next one is being read, one write at a time and in order. A write that is under
 * way when reading fails is waited for; the first fault ends it all.
 */
export async function writeBehind<T>(
  items: AsyncIterable<T>,
  write: (item: T) => Promise<void>,
): Promise<void> {
  let writing: Promise<{ error: unknown } | null> = Promise.resolve(null);
  const settle = async () => {
    const fault = await writing;
    if (fault !== null) throw fault.error;
  };
  try {
    for await (const item of items) {
      await settle();
      writing = write(item).then(
        () => null,
        (error: unknown) => ({ error }),
      );
    }
  } finally {
    await settle();
  }
}
