// The world of the logic layer's stories: a shelf with three brands, goods with gaps in what is known of them, and ways to ask.
import type { client } from '../start-faden.ts';

export type Api = ReturnType<typeof client>;

export const NOW = '2026-11-21T10:00:00Z';
const eur = (amount: number) => ({ amount, currency: 'EUR' });
const good = (sku: string, brand: string, needGroup: string, category: string[] | undefined, cents: number, more: object = {}) => ({
  sku,
  name: { de: `${brand} ${sku}`, en: `${brand} ${sku}` },
  brand,
  needGroup,
  price: eur(cents),
  ...(category ? { category } : {}),
  ...more,
});

/** On the shelf, in the editor's order: four of X, four of Y, four of Z. */
export const shelf = Array.from({ length: 12 }, (_, i) => `S${i + 1}`);
export const brandOf = (sku: string): string => 'XYZ'[Math.floor((Number(sku.slice(1)) - 1) / 4)] ?? '?';
const sweets = shelf.map((sku, i) => good(sku, brandOf(sku), 'sweets', ['Markt', 'Süßes'], 100 * (i + 1)));

export const goods = [
  ...sweets,
  good('WINE', 'Kelter', 'wine', ['Markt', 'Alkohol', 'Wein'], 900),
  good('RUM', 'Kelter', 'spirits', ['Markt', 'Alkohol', 'Spirituosen'], 1_900, { ageGate: 18 }),
  good('NOCAT', 'Namenlos', 'odds', undefined, 500),
  good('INTIM', 'Diskret', 'care', ['Pflege', 'Intim'], 1_200, { tags: ['sensibel'] }),
  good('OUT', 'X', 'sweets', ['Markt', 'Süßes'], 700),
  good('BABY-1', 'Klein', 'bottles', ['Baby', 'Flaschen'], 800),
  good('BABY-2', 'Klein', 'bottles', ['Baby', 'Flaschen'], 900),
  good('UMB-1', 'Regenfest', 'umbrellas', ['Mode', 'Schirme'], 2_500),
  good('UMB-2', 'Regenfest', 'umbrellas', ['Mode', 'Schirme'], 3_500),
  good('XMAS', 'Nordpol', 'decoration', ['Haus', 'Deko'], 1_500, { tags: ['weihnachten'] }),
  good('OVEN', 'Herd', 'ovens', ['Haus', 'Öfen'], 39_900),
];

export async function furnish(api: Api): Promise<void> {
  await api.put('/api/v1/places', [
    { id: 'st_hh', kind: 'store', name: 'Hamburg', timeZone: 'Europe/Berlin', region: 'HH', geo: { lat: 53.55, lon: 10 } },
    { id: 'st_b', kind: 'store', name: 'Berlin', timeZone: 'Europe/Berlin', region: 'BE', geo: { lat: 52.52, lon: 13.4 } },
  ]);
  await api.put('/api/v1/need-groups', [
    { id: 'sweets', name: { de: 'Süßes', en: 'Sweets' }, kind: 'variety' },
    { id: 'ovens', name: { de: 'Öfen', en: 'Ovens' }, kind: 'durable', lifetimeDays: 3650, hazard: { k: 4, lambdaDays: 3650 } },
  ]);
  await api.put('/api/v1/products', goods);
  await api.put(
    '/api/v1/stock',
    goods.flatMap(({ sku }) => ['st_hh', 'st_b'].map((place) => ({ sku, place, onHand: sku === 'OUT' ? 0 : 50 }))),
  );
  await api.put('/api/v1/lists', [
    { id: 'shelf', kind: 'editor', skus: shelf, category: 'Regal' },
    { id: 'odd', kind: 'editor', skus: ['NOCAT', 'WINE', 'RUM', 'S1', 'OUT', 'INTIM', 'OVEN'], category: 'Kiste' },
  ]);
  await api.put('/api/v1/strategies', [
    { id: 'by_hand', expr: 'list(editor)@fixed^editor', contexts: ['C'], message: { de: 'Von Hand', en: 'By hand' } },
  ]);
  const own = { contexts: ['C'], strategies: ['by_hand'], fallback: [], diverse: false };
  await api.put('/api/v1/placements', [
    { ...own, id: 'own.list', layout: 'list', columns: 1, limit: 6 },
    { ...own, id: 'own.grid', layout: 'grid', columns: 3, limit: 9 },
    { ...own, id: 'own.tablet', layout: 'list', limit: 7, inStore: true, visibility: 'associate', fulfilment: 'any' },
  ]);
}

export interface Item {
  slot: number;
  token: string;
  sku: string;
  id: string;
  type: string;
  score: number;
  strategy: string;
  rules: string[];
  reasons: { code: string; de: string; en: string }[];
  labels?: { de: string; en: string }[];
}
export interface Seen {
  id: string;
  strategy: string;
  sku: string;
  droppedBy: string | null;
  rulesHit: string[];
  slot: number | null;
}
export interface Stage {
  name: string;
  in: number;
  out: number;
  dropped: Record<string, number>;
}
export interface Told {
  decisionId: string;
  items: Item[];
  skus: string[];
  /** The whole answer's first placement. */
  placement: {
    strategy: { id: string; by: string; propensity: number } | null;
    experiment: { id: string; variant: string } | null;
    holdout: boolean;
  };
  candidates: Seen[];
  strategies: { id: string; verdict: string; weight: number; detail?: string }[];
  stages: Stage[];
  rules: { id: string; hits: number; dropped?: { de: string } }[];
  /** What dropped an article, by its rules. */
  drop(sku: string): [code: string, ...rules: string[]] | undefined;
}

interface Asked {
  limit?: number;
  category?: string;
  context?: Record<string, unknown>;
  subject?: Record<string, unknown>;
  channel?: string;
  options?: Record<string, unknown>;
}

/** Asks for one placement with its trace; on the shelf unless told. */
export async function ask(api: Api, id: string, asked: Asked = {}): Promise<Told> {
  const { limit, category = 'Regal', context = {}, subject, channel = 'web', options = {} } = asked;
  const answer = await api.post('/v1/decisions', {
    placements: [{ id, ...(limit === undefined ? {} : { limit }) }],
    channel,
    context: { page: 'category', category, ...context },
    ...(subject ? { subject } : {}),
    options: { mode: 'deterministic', explain: 'trace', ...options },
  });
  const [placement] = answer.placements;
  const trace = answer.trace.placements[0];
  const candidates: Seen[] = trace.candidates;
  const drop = (sku: string): [string, ...string[]] | undefined => {
    const found = candidates.find((one) => one.sku === sku && one.droppedBy && one.droppedBy !== 'PIN_VOID');
    return found && [found.droppedBy!, ...found.rulesHit];
  };
  const { items } = placement as { items: Item[] };
  return {
    decisionId: answer.decisionId,
    placement,
    items,
    skus: items.map((one) => one.sku),
    ...trace,
    rules: trace.rules ?? [],
    candidates,
    drop,
  };
}

type RuleText = string | { text: string; state?: 'live' | 'draft'; importance?: number; from?: string; until?: string };

/** Puts rules r1, r2 … in force, runs the work, takes them away. */
export async function ruled(api: Api, rules: readonly RuleText[], work: () => Promise<void>): Promise<void> {
  const ids = rules.map((_, i) => `r${i + 1}`);
  const inputs = rules.map((rule, i) => ({ id: ids[i], state: 'live', ...(typeof rule === 'string' ? { text: rule } : rule) }));
  await api.put('/api/v1/rules', inputs);
  try {
    await work();
  } finally {
    for (const id of ids) await api.del(`/api/v1/rules/${id}`);
  }
}

/** Every stage: in = out + everything dropped. */
export const leaks = (stages: readonly Stage[]): string[] =>
  stages.flatMap(({ name, in: into, out, dropped }, i) => {
    const lost = Object.values(dropped).reduce((sum, n) => sum + n, 0);
    const next = stages[i + 1];
    return into !== out + lost || (next && next.in !== out)
      ? [`${name}: ${into} in, ${out} out, ${lost} dropped, next takes ${next?.in}`]
      : [];
  });

/** Somebody with a card and their purchase in the store. */
export async function buy(
  api: Api,
  id: string,
  skus: readonly string[],
  at: string,
  consents = ['service', 'personalisation', 'instore'],
): Promise<void> {
  await api.put('/api/v1/profiles', [{ externalId: id, identifiers: { card: `K-${id}` }, consents }]);
  await api.post('/api/v1/receipts', {
    store: 'st_hh',
    number: `R-${id}-${skus.join('-')}`,
    at,
    card: `K-${id}`,
    lines: skus.map((sku) => ({ sku, quantity: 1, unitPrice: eur(1_000) })),
    payments: [{ type: 'card', amount: 1_000 * skus.length }],
  });
}
