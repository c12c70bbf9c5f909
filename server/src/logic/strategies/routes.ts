// Strategies and placements over HTTP.
import {
  deletePlacement,
  deleteStrategy,
  getPlacement,
  getPlacements,
  getStrategies,
  getStrategy,
  previewStrategy,
  putPlacements,
  putStrategies,
  type StrategyAnswer,
} from '@faden/contract';
import { leavesOf, type NamedStrategy, STRATEGIES, unreadyPart } from '@faden/engine';
import type { Caller } from '../../platform/access/index.ts';
import type { Bus } from '../../platform/bus/index.ts';
import type { Database, Sql } from '../../platform/database/index.ts';
import { type Http, notFound } from '../../platform/http/index.ts';
import type { OwnPlacement, Strategies } from './index.ts';
import { type Trial, trialOf } from './preview.ts';
import type { Sort, Version } from './store.ts';

interface Needs {
  database: Database;
  bus: Bus;
  /** Decides a trial without logging it and tells the candidates with what became of them. */
  explain: (trial: Trial, caller: Caller) => Promise<Record<string, unknown>>;
}

export function mountStrategies(http: Http, strategies: Strategies, { database, bus, explain }: Needs): void {
  const write = async <T>(work: (tx: Sql) => Promise<T>): Promise<T> => {
    const done = await database.transaction(work);
    await strategies.refresh();
    bus.poke();
    return done;
  };
  const versions = async (sort: Sort, id: string) => ({ versions: (await strategies.versions(sort, id)).map(versionAnswer) });

  http.on(getStrategies, ({ query }) => {
    const wanted = [...strategies.strategies().values()].filter(
      (one) => query.context === undefined || one.contexts.includes(query.context),
    );
    const items = wanted.map((one) => strategyAnswer(one, strategies));
    return { items: items.filter((one) => query.own === undefined || one.own === query.own) };
  });
  http.on(getStrategy, async ({ params }) => {
    const found = strategies.strategies().get(params.id);
    if (!found) throw notFound(`strategy ${params.id}`);
    return { ...strategyAnswer(found, strategies), ...(await versions('strategy', params.id)) };
  });
  http.on(putStrategies, async ({ body }) => ({ stored: await write((tx) => strategies.putStrategies(tx, body)) }));
  http.on(deleteStrategy, ({ params }) => write((tx) => strategies.remove(tx, 'strategy', params.id)));
  http.on(previewStrategy, async ({ body, caller }) => {
    const draft = strategies.draft(body);
    const told = await explain(trialOf(draft, strategies.strategies(), body), caller);
    return { strategy: { id: draft.id, expr: draft.expr, sentence: strategies.sentence(draft) }, ...told };
  });

  http.on(getPlacements, () => ({ items: [...strategies.placements().values()].map((one) => placementAnswer(one, strategies)) }));
  http.on(getPlacement, async ({ params }) => {
    const found = strategies.placements().get(params.id);
    if (!found) throw notFound(`placement ${params.id}`);
    return { ...placementAnswer(found, strategies), ...(await versions('placement', params.id)) };
  });
  http.on(putPlacements, async ({ body }) => ({ stored: await write((tx) => strategies.putPlacements(tx, body)) }));
  http.on(deletePlacement, ({ params }) => write((tx) => strategies.remove(tx, 'placement', params.id)));
}

function strategyAnswer(strategy: NamedStrategy, strategies: Strategies): StrategyAnswer {
  const { id, expr, ast, contexts, family, familyName, message } = strategy;
  const version = strategies.versionOf('strategy', id);
  const unready = leavesOf(ast, (ref) => strategies.strategies().get(ref)?.ast).map(unreadyPart);
  return {
    id,
    expr,
    ast,
    contexts,
    family,
    familyName,
    message,
    sentence: strategies.sentence(strategy),
    own: !STRATEGIES.has(id),
    unready: unready.find((part) => part !== undefined) ?? null,
    ...(version === undefined ? {} : { version }),
  };
}

function placementAnswer(placement: OwnPlacement, strategies: Strategies) {
  const version = strategies.versionOf('placement', placement.id);
  return { ...placement, own: version !== undefined, ...(version === undefined ? {} : { version }) };
}

const versionAnswer = ({ version, at, body }: Version) => ({ version, at: new Date(at).toISOString(), body });
