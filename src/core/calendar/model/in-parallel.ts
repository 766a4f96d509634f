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

/** Questions to Google under way at once; the pace of requests is the port's. */
const questions = 8;

/** Asks about all `items`, some at once; the answers stand as the items do. */
export async function askAll<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers = new Map<number, Answer>();
  await inParallel([...items.entries()], { width: questions, stop: () => false }, async ([index, item]) => {
    answers.set(index, await ask(item));
  });
  return items.map((_, index) => answers.get(index) as Answer);
}
