// What may be suggested and where: the catalogue of strategies and placements with what merchants add and change, every version kept.
import type { PlacementInput, StrategyInput } from '@faden/contract';
import { type NamedStrategy, PLACEMENTS, STRATEGIES, type Text } from '@faden/engine';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Sql } from '../../platform/database/index.ts';
import { conflict, invalid, notFound } from '../../platform/http/index.ts';
import type { Log } from '../../platform/log.ts';
import { judgePlacement, type OwnPlacement, placementOf } from './placement.ts';
import { sentenceOf, type Words } from './sentence.ts';
import { allDeclared, type Bodies, type Declared, declare, lockDeclarations, type Sort, type Version, versionsOf } from './store.ts';
import { entryOf, firstEndless, judgedExpression, judgedStrategy, keptStrategy, refsIn } from './strategy.ts';

export { strategiesTags } from './data-tags.ts';
export type { OwnPlacement } from './placement.ts';
export { mountStrategies } from './routes.ts';
export type { Words } from './sentence.ts';

export interface Strategies {
  load(): Promise<void>;
  refresh(): Promise<void>;
  /** Catalogue and own by id; replaced when something changes, never changed. */
  strategies(): ReadonlyMap<string, NamedStrategy>;
  /** Built-in, changed and own. */
  placements(): ReadonlyMap<string, OwnPlacement>;
  /** Refuses (422) with field and position what could not run. */
  putStrategies(tx: Sql, inputs: readonly StrategyInput[]): Promise<number>;
  /** Refuses (422) unknown strategies. */
  putPlacements(tx: Sql, inputs: readonly PlacementInput[]): Promise<number>;
  /** 404 when there is none of the merchant's; 409 while others refer to a strategy. */
  remove(tx: Sql, sort: Sort, id: string): Promise<void>;
  versions(sort: Sort, id: string): Promise<Version[]>;
  /** Version of an own declaration; undefined for what is built in. */
  versionOf(sort: Sort, id: string): number | undefined;
  sentence(strategy: NamedStrategy): Text;
  /** A draft that runs under a name of its own. @throws 422 with field and position */
  draft(asked: { id?: string | undefined; expr?: string | undefined }): NamedStrategy;
}

interface Needs {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Log;
  /** What the parts of the algebra are called. */
  words: Words;
}

interface Known {
  strategies: ReadonlyMap<string, NamedStrategy>;
  placements: ReadonlyMap<string, OwnPlacement>;
  versions: ReadonlyMap<string, number>;
}

export function createStrategies(needs: Needs): Strategies {
  const { database, bus, clock, log, words } = needs;
  let known = knownFrom([], log);
  const refresh = async () => {
    known = knownFrom(await allDeclared(database), log);
  };
  const write = async (tx: Sql, sort: Sort, rows: readonly { id: string; body: Bodies[Sort] | null }[]) => {
    const changed = await declare(tx, sort, rows, clock.now());
    if (changed.length > 0) await bus.publish(tx, 'strategies.changed', { sort, ids: changed });
  };
  return {
    async load() {
      await bus.follow(async (facts) => {
        if (facts.some((fact) => fact.topic === 'strategies.changed')) await refresh();
      });
      await refresh();
    },
    refresh,
    strategies: () => known.strategies,
    placements: () => known.placements,
    async putStrategies(tx, inputs) {
      await lockDeclarations(tx);
      const now = knownFrom(await allDeclared(tx), log).strategies;
      const last = lastById(inputs);
      judgeStrategies(inputs, now);
      await write(tx, 'strategy', last);
      return inputs.length;
    },
    async putPlacements(tx, inputs) {
      await lockDeclarations(tx);
      const { strategies } = knownFrom(await allDeclared(tx), log);
      for (const [index, input] of inputs.entries()) judgePlacement(input, String(index), (id) => strategies.has(id));
      await write(tx, 'placement', lastById(inputs));
      return inputs.length;
    },
    async remove(tx, sort, id) {
      await lockDeclarations(tx);
      const declared = await allDeclared(tx);
      if (!declared.some((one) => one.sort === sort && one.id === id)) throw notFound(`${sort} ${id}`);
      if (sort === 'strategy') refuseInUse(id, knownFrom(declared, log));
      await write(tx, sort, [{ id, body: null }]);
    },
    versions: (sort, id) => versionsOf(database, sort, id),
    versionOf: (sort, id) => known.versions.get(`${sort} ${id}`),
    sentence: (strategy) => sentenceOf(strategy.ast, words, (id) => known.strategies.get(id)?.message),
    draft({ id, expr }) {
      if (expr === undefined) {
        const named = id === undefined ? undefined : known.strategies.get(id);
        if (id === undefined) throw invalid('expr', 'expr or id must say what is to be tried');
        if (!named) throw notFound(`strategy ${id}`);
        return named;
      }
      const ast = judgedExpression(expr, 'expr', (ref) => known.strategies.get(ref)?.ast);
      const draft = { ...entryOf({ id: draftId, expr, contexts: ['H'], message: { de: 'Entwurf', en: 'Draft' } }), ast };
      if (firstEndless(new Map([...known.strategies, [draftId, draft]]), [draftId]))
        throw invalid('expr', 'is longer than can be followed');
      return draft;
    },
  };
}

const draftId = 'draft';

const lastById = <T extends { id: string }>(inputs: readonly T[]) => [
  ...new Map(inputs.map((body) => [body.id, { id: body.id, body }])).values(),
];

/** Each may refer to others of the same call; afterwards nothing may lead back to itself. */
function judgeStrategies(inputs: readonly StrategyInput[], now: ReadonlyMap<string, NamedStrategy>): void {
  const coming = new Map(now);
  for (const input of inputs) {
    const named = keptStrategy(input);
    if (named && !STRATEGIES.has(input.id)) coming.set(input.id, named);
  }
  for (const [index, input] of inputs.entries()) judgedStrategy(input, String(index), (id) => coming.get(id)?.ast);
  const own = [...coming.keys()].filter((id) => !STRATEGIES.has(id));
  const endless = firstEndless(coming, own);
  if (endless === undefined) return;
  const index = inputs.findIndex((input) => input.id === endless);
  throw invalid(`${Math.max(0, index)}.expr`, `strategy ${endless} leads back to itself or is longer than can be followed`);
}

function refuseInUse(id: string, { strategies, placements, versions }: Known): void {
  const users = [
    ...[...strategies.values()].filter((one) => !STRATEGIES.has(one.id) && refsIn(one.ast).includes(id)).map((one) => `strategy ${one.id}`),
    ...[...placements.values()]
      .filter((one) => versions.has(`placement ${one.id}`) && [...one.strategies, ...one.fallback].includes(id))
      .map((one) => `placement ${one.id}`),
  ];
  if (users.length > 0) throw conflict('strategy_in_use', `strategy ${id} is used by ${users.join(', ')}`, { usedBy: users });
}

function knownFrom(declared: readonly Declared[], log: Log): Known {
  const strategies = new Map(STRATEGIES);
  const placements = new Map<string, OwnPlacement>(PLACEMENTS);
  for (const { sort, id, body } of declared) {
    if (sort !== 'strategy') continue;
    const named = keptStrategy(body as StrategyInput);
    if (named) strategies.set(id, named);
    else log.warn({ strategy: id }, 'an own strategy is no longer readable and rests');
  }
  for (const { sort, id, body } of declared)
    if (sort === 'placement')
      placements.set(
        id,
        placementOf(body as PlacementInput, (one) => strategies.has(one)),
      );
  return { strategies, placements, versions: new Map(declared.map((one) => [`${one.sort} ${one.id}`, one.version])) };
}
