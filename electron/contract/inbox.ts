/** Messages of one conversation, in order, for a reader that waits. */
export interface Inbox<T> {
  push(message: T): void;
  next(): Promise<T>;
}

/** An empty inbox for one reader. */
export function createInbox<T>(): Inbox<T> {
  const waiting: T[] = [];
  let reader: ((message: T) => void) | null = null;
  return {
    push(message) {
      const deliver = reader;
      reader = null;
      if (deliver) deliver(message);
      else waiting.push(message);
    },
    next() {
      if (waiting.length > 0) return Promise.resolve(waiting.shift() as T);
      return new Promise((resolve) => (reader = resolve));
    },
  };
}
