/** Works through `items` with `width` workers; `stop` is checked before each item, and started items are finished. */
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

/** Number of parallel requests to Google; the port limits their rate. */
const questions = 8;

/** Asks for all `items`, several at once; the answers have the order of the items. */
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
