// From what was shown to what was bought, on a database: credited once, to the right decision, and gone with the person.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../../../tests/commerce-storey.ts';
import { type ExperimentsStorey, homeContext, openExperiments } from '../../../../tests/experiments-storey.ts';

let s: ExperimentsStorey;
const start = Date.parse('2026-11-21T12:00:00Z');
const hour = 3_600_000;
const day = 24 * hour;

beforeAll(async () => {
  s = await openExperiments();
  await s.commit((tx) =>
    s.catalogue.putProducts(tx, [
      { sku: 'LAPTOP', name: { de: 'L', en: 'L' }, price: euros(90_000), margin: euros(9_000) },
      { sku: 'SLEEVE', name: { de: 'S', en: 'S' }, price: euros(3_000), margin: euros(1_500) },
    ] as never),
  );
  await until(() => s.catalogue.view().product('SLEEVE') !== undefined);
}, 60_000);
afterAll(() => s.close());
let people = 0;
let receipts = 0;
let [device, card] = ['', ''];
beforeEach(async () => {
  s.clock.set(Math.max(start, s.clock.now()) + day);
  people += 1;
  [device, card] = [`device-${people}`, `KK-${people}`];
  // A login ties the device to the card's holder.
  await s.send({ type: 'identify', anonymousId: device, userId: `u-${people}`, traits: { card } });
});

const euros = (amount: number) => ({ amount, currency: 'EUR' });
const at = (instant: number) => new Date(instant).toISOString();
const clicked = (decision: string, slot: number, more: Record<string, unknown> = {}) =>
  s.send({ event: 'Decision Clicked', anonymousId: device, properties: { decision_id: decision, token: `${decision}_${slot}` }, ...more });
const shown = (decision: string, more: Record<string, unknown> = {}) =>
  s.send({ event: 'Decision Shown', anonymousId: device, properties: { decision_id: decision }, ...more });
const buy = (lines: { sku: string; cents: number; quantity?: number }[], more: Record<string, unknown> = {}) => {
  const number = `R-${++receipts}`;
  return s.commit((tx) =>
    s.orders.acceptReceipt(tx, {
      store: 'st_hh',
      number,
      card,
      lines: lines.map((line) => ({ sku: line.sku, quantity: line.quantity ?? 1, unitPrice: euros(line.cents) })),
      ...more,
    } as never),
  );
};
interface Exposure {
  shown: number | null;
  clicked: number | null;
  net: number;
  margin: number;
  penalty: number;
}
const exposure = async (decision: string): Promise<Exposure> => {
  const [row] = await s.database.query<Exposure>(
    'select shown_at as shown, clicked_at as clicked, net_cents as net, margin_cents as margin, penalty from choice_exposure where decision_id = $1',
    [decision],
  );
  return row as Exposure;
};
const settled = async (test: () => Promise<boolean>) =>
  until(async () => {
    await s.experiments.flush();
    return test();
  });
const node = () => s.nodeOf(device);

describe('crediting', () => {
  test('a click on the web and a purchase at the till three days later: that decision, once, whatever is repeated', async () => {
    const first = await s.decide(['LAPTOP', 'SLEEVE'], { nodeId: await node() });
    const second = await s.decide(['LAPTOP'], { nodeId: await node() });
    await clicked(first, 0);
    await settled(async () => (await exposure(first)).clicked !== null);
    s.clock.set(s.clock.now() + 3 * day);
    const receipt = { store: 'st_hh', number: 'T-1', card, lines: [{ sku: 'LAPTOP', quantity: 1, unitPrice: euros(89_900) }] };
    for (let i = 0; i < 3; i++) await s.commit((tx) => s.orders.acceptReceipt(tx, receipt as never));
    await settled(async () => (await exposure(first)).net === 89_900);
    expect(await exposure(first)).toMatchObject({ net: 89_900, margin: 8_900 });
    expect(await exposure(second)).toMatchObject({ net: 0, margin: 0 });
    const [fact] = await s.bus.latest('receipt.accepted', 1);
    for (let i = 0; i < 3; i++) await s.commit((tx) => s.bus.publish(tx, 'receipt.accepted', fact!.payload));
    await clicked(first, 0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await s.experiments.flush();
    expect(await exposure(first)).toMatchObject({ net: 89_900, margin: 8_900 });
    expect(await s.database.query('select * from choice_credit where decision_id = $1', [first])).toHaveLength(1);
  });

  test('a click told faster than the decision was written still counts, of somebody unknown too', async () => {
    const decisionId = 'dec_fast';
    const items = [{ token: 'dec_fast_0', sku: 'LAPTOP', type: 'product' }];
    const placement = { id: 'web.home.row1', strategy: 'recent', by: 'priority', propensity: 1, context: homeContext, items };
    s.experiments.decided({ decisionId, at: at(s.clock.now()), nodeId: null, channel: 'web', placements: [placement] });
    await s.commit((tx) =>
      s.experiments.reacted(tx, { decisionId, token: 'dec_fast_0', sku: 'LAPTOP', reaction: 'clicked', at: s.clock.now(), nodeId: null }),
    );
    await settled(async () => (await exposure(decisionId)).clicked !== null);
  });

  test('the last click wins over an earlier one and over any impression', async () => {
    const [older, newer, seen] = [
      await s.decide(['LAPTOP'], { nodeId: await node() }),
      await s.decide(['LAPTOP'], { nodeId: await node() }),
      await s.decide(['LAPTOP'], { nodeId: await node() }),
    ];
    await clicked(older, 0);
    s.clock.set(s.clock.now() + hour);
    await clicked(newer, 0);
    await shown(seen);
    await settled(async () => (await exposure(seen)).shown !== null);
    await buy([{ sku: 'LAPTOP', cents: 90_000 }]);
    await settled(async () => (await exposure(newer)).net > 0);
    expect([(await exposure(older)).net, (await exposure(seen)).net]).toEqual([0, 0]);
  });

  test('too late: eight days after the click, a day and an hour after the impression', async () => {
    const [click, view] = [await s.decide(['LAPTOP'], { nodeId: await node() }), await s.decide(['SLEEVE'], { nodeId: await node() })];
    await clicked(click, 0);
    await shown(view);
    await settled(async () => (await exposure(view)).shown !== null && (await exposure(click)).clicked !== null);
    s.clock.set(s.clock.now() + day + hour);
    await buy([{ sku: 'SLEEVE', cents: 3_000 }]);
    s.clock.set(s.clock.now() + 7 * day);
    await buy([{ sku: 'LAPTOP', cents: 90_000 }]);
    const probe = await s.decide(['SLEEVE'], { nodeId: await node() });
    await shown(probe);
    await settled(async () => (await exposure(probe)).shown !== null);
    s.clock.set(s.clock.now() + hour);
    await buy([{ sku: 'SLEEVE', cents: 3_000 }]);
    await settled(async () => (await exposure(probe)).net === 3_000);
    expect([(await exposure(click)).net, (await exposure(view)).net]).toEqual([0, 0]);
  });

  test('bought twice: each line once; two lines of one receipt go where each belongs', async () => {
    const [laptop, sleeve] = [await s.decide(['LAPTOP'], { nodeId: await node() }), await s.decide(['SLEEVE'], { nodeId: await node() })];
    await clicked(laptop, 0);
    await clicked(sleeve, 0);
    await settled(async () => (await exposure(laptop)).clicked !== null && (await exposure(sleeve)).clicked !== null);
    await buy([
      { sku: 'LAPTOP', cents: 90_000 },
      { sku: 'SLEEVE', cents: 3_000 },
    ]);
    await settled(async () => (await exposure(laptop)).net === 90_000);
    await buy([{ sku: 'SLEEVE', cents: 3_000, quantity: 2 }]);
    await settled(async () => (await exposure(sleeve)).net === 9_000);
    expect((await exposure(laptop)).net).toBe(90_000);
  });

  test('a click that arrives after the purchase it led to is credited all the same', async () => {
    const decision = await s.decide(['LAPTOP'], { nodeId: await node() });
    const clickAt = s.clock.now() + 60_000;
    s.clock.set(s.clock.now() + 2 * day);
    await buy([{ sku: 'LAPTOP', cents: 90_000 }]);
    s.clock.set(s.clock.now() + hour);
    await clicked(decision, 0, { timestamp: at(clickAt) });
    await settled(async () => (await exposure(decision)).net === 90_000);
  });

  test('goods that come back and orders that are cancelled take the credit with them', async () => {
    const decision = await s.decide(['LAPTOP', 'SLEEVE'], { nodeId: await node() });
    await clicked(decision, 0);
    await clicked(decision, 1);
    await settled(async () => (await exposure(decision)).clicked !== null);
    await buy([
      { sku: 'LAPTOP', cents: 90_000 },
      { sku: 'SLEEVE', cents: 3_000 },
    ]);
    await settled(async () => (await exposure(decision)).net === 93_000);
    s.clock.set(s.clock.now() + day);
    await s.commit((tx) =>
      s.orders.acceptReturn(tx, { receipt: `st_hh:R-${receipts}`, store: 'st_hh', lines: [{ sku: 'LAPTOP' }] } as never),
    );
    await settled(async () => (await exposure(decision)).net === 3_000);
  });

  test('a visitor nobody knew at the time is credited once a login says who it was', async () => {
    const visitor = `visitor-${people}`;
    const decision = await s.decide(['LAPTOP']);
    await s.send(
      { event: 'Decision Clicked', anonymousId: visitor, properties: { decisionId: decision, token: `${decision}_0` } },
      'public',
    );
    await settled(async () => (await exposure(decision)).clicked !== null);
    s.clock.set(s.clock.now() + hour);
    await buy([{ sku: 'LAPTOP', cents: 90_000 }]);
    await s.send({ type: 'identify', anonymousId: visitor, userId: `u-${people}` });
    await settled(async () => (await exposure(decision)).net === 90_000);
  });

  test('reports nobody can check are worth nothing: foreign tokens, unknown decisions', async () => {
    const decision = await s.decide(['LAPTOP'], { nodeId: await node() });
    await s.send({ event: 'Decision Clicked', anonymousId: device, properties: { decision_id: decision, token: 'tok_invented' } });
    await s.send({ event: 'Decision Clicked', anonymousId: device, properties: { decision_id: 'dec_invented', token: 'tok_x' } });
    await s.send({ event: 'Decision Dismissed', anonymousId: device, properties: { decision_id: decision, token: `${decision}_0` } });
    await settled(async () => (await exposure(decision)).penalty < 0);
    expect(await exposure(decision)).toMatchObject({ clicked: null, penalty: -0.2 });
    await s.commit((tx) =>
      s.experiments.reacted(tx, { decisionId: decision, sku: 'LAPTOP', reaction: 'rejected', at: s.clock.now(), nodeId: null }),
    );
    expect(await exposure(decision)).toMatchObject({ penalty: -0.3 });
  });
});

describe('learning', () => {
  const placement = 'web.product.row1';
  const context = { ...homeContext, placement, page: 'product' };
  const many = async (arm: string, count: number, sells: number, more: Record<string, unknown> = {}) => {
    const nodeId = await node();
    for (let i = 0; i < count; i++) {
      const decisionId = `dec_${arm}_${more['tag'] ?? ''}${i}`;
      s.experiments.decided({
        decisionId,
        at: at(s.clock.now() - 10 * day - i * 60_000),
        nodeId,
        channel: 'web',
        placements: [
          {
            id: placement,
            strategy: arm,
            by: 'bandit',
            propensity: 0.5,
            context,
            items: [{ token: `${decisionId}_0`, sku: 'X' }],
            ...more,
          },
        ],
      });
    }
    await s.experiments.flush();
    await s.database.query(
      `update choice_exposure set margin_cents = 9000, rewarded_at = at where decision_id in (select decision_id from choice_exposure where placement = $1 and arm = $2 order by decision_id limit $3::int)`,
      [placement, arm, sells],
    );
  };

  test('until 200 have matured the merchant’s order holds; then the better strategy leads on every node', async () => {
    expect(s.experiments.chooser().choose(['view_view', 'acc_seed'], context, 0.5, false)).toBeUndefined();
    await many('view_view', 600, 6);
    await many('acc_seed', 600, 60);
    await s.experiments.learn(placement);
    const choice = s.experiments.chooser().choose(['view_view', 'acc_seed', 'buy_buy'], context, 0.5, false);
    expect(choice).toMatchObject({ arm: 'acc_seed', by: 'bandit' });
    const learning = await s.experiments.learning(placement);
    expect(learning).toMatchObject({ model: 'cells', exposures: 1_200, exploration: 0.2 });
    expect(learning.arms[0]).toMatchObject({ id: 'acc_seed', exposures: 600, isNew: false });
    expect(learning.check).toMatchObject({ rows: 1_200, reliable: true });
    expect(learning.text.de).toContain('acc_seed führt');
    expect(learning.cells[0]?.text.en).toContain('page product');
  });
  test('the merchant may forbid trying out, and start again', async () => {
    await s.experiments.setExploration(placement, 0);
    expect(s.experiments.chooser().choose(['view_view', 'acc_seed'], context, 0.999, false)).toMatchObject({ propensity: 1 });
    s.clock.set(s.clock.now() + 1_000);
    await s.experiments.reset(placement);
    expect(s.experiments.chooser().choose(['view_view', 'acc_seed'], context, 0.5, false)).toBeUndefined();
    expect((await s.experiments.learning(placement)).text.en).toContain('Waiting for evidence');
  });
  test('once a surface reports impressions, what it does not report no longer counts', async () => {
    const other = 'web.cart.row1';
    const before = await s.decide(['X'], { id: other, context: { ...context, placement: other }, nodeId: await node() });
    expect((await s.experiments.learning(other)).exposures).toBe(1);
    s.clock.set(s.clock.now() + hour);
    const reported = await s.decide(['X'], { id: other, context: { ...context, placement: other }, nodeId: await node() });
    await s.decide(['X'], { id: other, context: { ...context, placement: other }, nodeId: await node() });
    await shown(reported);
    await settled(async () => (await exposure(reported)).shown !== null);
    expect((await exposure(before)).shown).toBeNull();
    expect((await s.experiments.learning(other)).exposures).toBe(2);
  });
  test('an unknown placement is not found', async () => {
    await expect(s.experiments.learning('no.such')).rejects.toMatchObject({ status: 404 });
  });
});

describe('experiments', () => {
  const body = {
    id: 'cart-ab',
    placement: 'web.cart.row1',
    variants: [
      { id: 'as-is', share: 0.5 },
      { id: 'together', share: 0.5, strategy: 'buy_buy' },
    ],
    from: '2026-11-01',
    state: 'running' as const,
  };
  const put = (input: Record<string, unknown>) => s.commit((tx) => s.experiments.put(tx, [{ ...body, ...input } as never]));

  test('what cannot be is refused with the field', async () => {
    await expect(put({ variants: [body.variants[0], { ...body.variants[1], share: 0.4 }] })).rejects.toMatchObject({ status: 422 });
    await expect(put({ variants: [body.variants[0], body.variants[0]] })).rejects.toThrow(/used twice/);
    await expect(put({ placement: 'no.such' })).rejects.toThrow(/0\.placement/);
    await expect(put({ variants: [body.variants[0], { id: 'x', share: 0.5, strategy: 'no_such' }] })).rejects.toThrow(/strategy/);
    await expect(put({ until: '2026-10-01' })).rejects.toThrow(/0\.until/);
  });
  test('runs from its beginning on, is counted by variant, and its variants stay as they are', async () => {
    await put({});
    await until(() => s.experiments.chooser().assign('web.cart.row1', ['c_1']) !== undefined);
    const keys = Array.from({ length: 40 }, (_, i) => [`c_${i}`]);
    const together = keys.find((one) => s.experiments.chooser().assign('web.cart.row1', one)?.variant === 'together')!;
    const context = { ...homeContext, placement: 'web.cart.row1' };
    const choice = s.experiments.chooser().choose(['acc_seed', 'buy_buy'], context, 0.3, false, together)!;
    expect(choice).toMatchObject({ arm: 'buy_buy', by: 'experiment', experiment: { id: 'cart-ab', variant: 'together' } });
    const decision = await s.decide(['SLEEVE'], {
      id: 'web.cart.row1',
      context,
      strategy: choice.arm,
      by: choice.by,
      propensity: choice.propensity,
      experiment: choice.experiment!,
      nodeId: await node(),
    });
    await clicked(decision, 0);
    await settled(async () => (await exposure(decision)).clicked !== null);
    await buy([{ sku: 'SLEEVE', cents: 3_000 }]);
    await settled(async () => (await exposure(decision)).net === 3_000);
    const { result } = await s.experiments.result('cart-ab');
    expect(result.variants).toMatchObject([
      { id: 'as-is', exposures: 0 },
      { id: 'together', exposures: 1, people: 1, clicks: 1, purchases: 1, assistedRevenue: { amount: 3_000, currency: 'EUR' } },
    ]);
    expect(result.variants.reduce((sum, one) => sum + one.probabilityBest, 0)).toBeCloseTo(1, 6);
    expect(result.verdict.de).toContain('Zu früh');
    await expect(put({ variants: [body.variants[0], { id: 'together', share: 0.5, strategy: 'acc_seed' }] })).rejects.toMatchObject({
      status: 409,
    });
    await expect(put({ id: 'other' })).rejects.toMatchObject({ status: 409, code: 'placement_taken' });
    await put({ state: 'ended' });
    await until(() => s.experiments.chooser().assign('web.cart.row1', together) === undefined);
    expect(await s.experiments.all('web.cart.row1')).toMatchObject([{ id: 'cart-ab', state: 'ended' }]);
    await expect(s.experiments.result('nobody')).rejects.toMatchObject({ status: 404 });
  });
});

test('erasure deletes what a person was shown, did and bought; the export shows it before', async () => {
  const decision = await s.decide(['LAPTOP'], { nodeId: await node() });
  await clicked(decision, 0);
  await settled(async () => (await exposure(decision)).clicked !== null);
  await buy([{ sku: 'LAPTOP', cents: 90_000 }]);
  await settled(async () => (await exposure(decision)).net > 0);
  const nodes = (await s.identity.find({ anonymousId: device }))!.nodes.map((one) => one.id);
  const exported = JSON.stringify(await s.experiments.custodian.exportOf(s.database, nodes));
  for (const word of [decision, 'clicked', 'LAPTOP', 'recent']) expect(exported).toContain(word);
  const receipt = await s.commit((tx) => s.experiments.custodian.erase(tx, nodes, s.clock.now()));
  expect(receipt).toMatchObject([{ place: 'experiments', rows: 1, what: 'deleted' }]);
  for (const table of ['choice_exposure', 'choice_reaction', 'choice_credit'])
    expect(await s.database.query(`select * from ${table} where decision_id = $1`, [decision])).toEqual([]);
});
