/** Works through `items` with `width` workers; `stop` is asked before each item, and what is in hand is finished. */
export async function inParallel<Item>(
  items: readonly Item[],
  { width, stop }: { readonly width: number; readonly stop: () => boolean },
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  let failed: { readonly error: unknown } | null = null;
  const worker = async () => {
    while (failed === null && !stop()) {
      const next = queue.next();
      if (next.done === true) return;
      try {
        await work(next.value);
      } catch (error) {
        failed ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  if (failed !== null) throw (failed as { readonly error: unknown }).error;
}
