// The strategy algebra as plain data (LOGIC §1.4): what the parser yields, merchants store and the interpreter runs.

export interface ScopeNode {
  /** `site`, `store`, `hist`, … */
  name: string;
  /** `hist.storebuy.cat` has the path `['storebuy', 'cat']`. */
  path: string[];
  args: string[];
}

export type DecayNode = { kind: 'halfLife' | 'window'; days: number } | { kind: 'season' } | { kind: 'life' };

export interface FilterNode {
  /** Dotted name: `atp.store`, `price.range`, `diffcat`. */
  name: string;
  args: string[];
}

export interface SimpleStrategy {
  kind: 'simple';
  source: string;
  args: string[];
  scopes: ScopeNode[];
  decay?: DecayNode;
  filters: FilterNode[];
  ranker?: string;
  personal: string[];
}

export type Strategy =
  | SimpleStrategy
  | { kind: 'ref'; id: string }
  | { kind: 'then'; parts: Strategy[] }
  | { kind: 'mix'; parts: { weight: number; strategy: Strategy }[] };
