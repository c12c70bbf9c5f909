// Learning and answering through the public doors: training and decisions, as anybody outside would.
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Target, targetAt } from '../server/src/commands/target.ts';
import type { Question, RankingTask, ValuePack } from './pack.ts';
import { sendPack, viewed } from './send-pack.ts';
import { type Forecast, KIND_OF, type Shop, type Trained, WANTED } from './shop.ts';

const profilesPerCall = 100;

interface ModelStates {
  ready: boolean;
  models: ({ id: string; ready: boolean } & Trained)[];
}

async function trainOver(target: Target, kind: string): Promise<Trained | undefined> {
  const { status } = await target.call('POST', '/api/v1/models/train', {});
  if (status >= 300) throw new Error(`POST /api/v1/models/train answered ${status}`);
  for (;;) {
    const state = (await target.call('GET', '/api/v1/models')).body as ModelStates;
    if (state.ready) return state.models.find((one) => one.id === kind && one.ready);
    await sleep(300);
  }
}

/** What is asked of the decision door for each task. */
const ASKED: Record<RankingTask, (question: Question) => Record<string, unknown>> = {
  session: ({ given, at }) => ({
    placements: [{ id: 'session.next', limit: WANTED }],
    channel: 'web',
    context: {
      session: given.map((sku, i) => ({ sku, event: viewed, ...(at?.[i] === undefined ? {} : { at: new Date(at[i]).toISOString() }) })),
    },
  }),
  basket: ({ customer }) => ({ placements: [{ id: 'basket.next', limit: WANTED }], channel: 'app', subject: { cardNo: customer } }),
  completion: ({ given }) => ({
    placements: [{ id: 'web.cart.row1', limit: WANTED }],
    channel: 'web',
    context: { page: 'cart', cart: given.map((sku) => ({ sku, qty: 1 })) },
  }),
};

interface Decided {
  placements: { items: { sku: string }[] }[];
}

/** Plain requests over kept connections: the client's own work should not be what is measured. */
function createCaller(url: string, key: string, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const post = <T>(path: string, body: unknown): Promise<T> =>
    new Promise((resolve, reject) => {
      const text = JSON.stringify(body);
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      const sent = request(new URL(path, url), { method: 'POST', agent, headers }, async (answer) => {
        let received = '';
        for await (const part of answer) received += part;
        if (answer.statusCode === 200) resolve(JSON.parse(received) as T);
        else reject(new Error(`POST ${path} answered ${answer.statusCode}: ${received.slice(0, 300)}`));
      });
      sent.on('error', reject);
      sent.end(text);
    });
  return { post, close: () => agent.destroy() };
}

interface Predicted {
  predictions: { profile: string; expectedOrders?: number | null }[];
}

export function openOverHttp(url: string, key: string, connections: number, end: () => Promise<void> = async () => {}): Shop {
  const target = targetAt(url, key);
  const caller = createCaller(url, key, connections);
  return {
    name: 'Faden, over HTTP',
    atOnce: connections,
    async learn(pack) {
      await sendPack(target, pack);
      return trainOver(target, KIND_OF[pack.task]);
    },
    async answer(task, question) {
      const { placements } = await caller.post<Decided>('/v1/decisions', { ...ASKED[task](question), options: { evaluation: true } });
      return (placements[0]?.items ?? []).map((item) => item.sku);
    },
    forecast: (pack, customers, asked) => forecastOver(caller.post, pack, customers, asked),
    async close() {
      caller.close();
      await end();
    },
  };
}

async function forecastOver(
  post: ReturnType<typeof createCaller>['post'],
  pack: ValuePack,
  customers: readonly string[],
  asked: (ms: number) => void,
): Promise<Forecast> {
  const found = new Map<string, number>();
  for (let i = 0; i < customers.length; i += profilesPerCall) {
    const some = customers.slice(i, i + profilesPerCall);
    const started = performance.now();
    const body = { at: new Date(pack.until).toISOString(), horizonDays: pack.horizonDays, profiles: some.map((card) => ({ card })) };
    const { predictions } = await post<Predicted>('/api/v1/predictions', body);
    const each = (performance.now() - started) / some.length;
    for (const [k, { expectedOrders }] of predictions.entries()) {
      asked(each);
      if (typeof expectedOrders === 'number') found.set(some[k] as string, expectedOrders);
    }
  }
  return found;
}
