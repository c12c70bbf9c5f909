// What each article meets of the targets that depend on it alone, remembered as long as it is the same article.
import type { Product } from '../world.ts';
import type { ActionKey, Condition, ParamValue, Rule } from './ast.ts';
import type { Facts } from './facts.ts';
import { keysOf, keysOfProduct } from './keys.ts';
import { FALSE, type Judge, TRUE, UNKNOWN } from './truth.ts';

export interface CompiledEffect {
  rule: Rule;
  /** Place in the conflict order: the lower, the earlier it wins. */
  rank: number;
  /** Number within the set. */
  index: number;
  action: ActionKey;
  params: Readonly<Record<string, ParamValue>>;
  target: Condition | undefined;
  judge: Judge;
  fixed: boolean;
  /** Of a target that moves with the moment what depends on the article alone and must hold as well. */
  gate?: Judge | undefined;
  gateKeys?: readonly string[] | undefined;
  protective: boolean;
  /** The two sides of a spread. */
  sides?: readonly [Judge, Judge];
}

/** What of the fixed targets an article meets, and what cannot be told. */
export interface Met {
  hits: readonly CompiledEffect[];
  unsure: readonly CompiledEffect[];
  /** Whose gate it passes: the rest is for the moment to say. */
  open: readonly CompiledEffect[];
}

/** What an article meets of all fixed targets; remembered with the article. */
export function meeting(effects: readonly CompiledEffect[]): (product: Product, facts: Facts) => Met {
  const known = new WeakMap<Product, Met>();
  const byKey = new Map<string, CompiledEffect[]>();
  const anyway: CompiledEffect[] = [];
  for (const effect of effects) {
    if (!effect.fixed && !effect.gate) continue;
    // What protects must be asked of every article: unknown counts too.
    const keys = effect.protective ? undefined : effect.gate ? effect.gateKeys : keysOf(effect.target!);
    if (!keys) anyway.push(effect);
    else for (const key of new Set(keys)) byKey.set(key, [...(byKey.get(key) ?? []), effect]);
  }
  if (byKey.size === 0 && anyway.length === 0) return () => NOTHING_MET;
  return (product, facts) => {
    let met = known.get(product);
    if (!met) {
      const near = byKey.size === 0 ? [] : keysOfProduct(product, facts.moment.situation.catalogue).flatMap((key) => byKey.get(key) ?? []);
      met = judgeAll([...anyway, ...new Set(near)], facts);
      known.set(product, met);
    }
    return met;
  };
}

const NOTHING_MET: Met = { hits: [], unsure: [], open: [] };

function judgeAll(effects: readonly CompiledEffect[], facts: Facts): Met {
  const hits: CompiledEffect[] = [];
  const unsure: CompiledEffect[] = [];
  const open: CompiledEffect[] = [];
  for (const effect of effects) {
    const truth = (effect.gate ?? effect.judge)(facts);
    if (effect.gate) {
      if (truth !== FALSE) open.push(effect);
    } else if (truth === TRUE) hits.push(effect);
    else if (truth === UNKNOWN && effect.protective) unsure.push(effect);
  }
  return hits.length + unsure.length + open.length === 0 ? NOTHING_MET : { hits, unsure, open };
}
