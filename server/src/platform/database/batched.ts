// Many askers of the same moment, one query: natural batching without a timer.

/** Answers for all asks of a batch, in their order. */
export type Load<Ask, Answer> = (asked: Ask[]) => Promise<Answer[]>;

const largest = 200;
/** Queries in flight: while they are out, the next askers gather. */
const atOnce = 2;

/** Collects calls until a running query is back, then asks for all of them at once. A failed query fails its askers only. */
export function batched<Ask, Answer>(load: Load<Ask, Answer>): (ask: Ask) => Promise<Answer> {
  let waiting: { ask: Ask; resolve(answer: Answer): void; reject(error: unknown): void }[] = [];
  let running = 0;
  const pump = () => {
    if (running >= atOnce || waiting.length === 0) return;
    const batch = waiting.slice(0, largest);
    waiting = waiting.slice(largest);
    running++;
    load(batch.map((one) => one.ask))
      .then(
        (answers) => {
          for (const [i, one] of batch.entries()) one.resolve(answers[i] as Answer);
        },
        (error) => {
          for (const one of batch) one.reject(error);
        },
      )
      .finally(() => {
        running--;
        pump();
      });
  };
  return (ask) =>
    new Promise((resolve, reject) => {
      waiting.push({ ask, resolve, reject });
      if (waiting.length === 1) queueMicrotask(pump);
    });
}
