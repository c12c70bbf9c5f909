// The models that serve, as one: each kind brings its part of the answers, and the version says which generations they are.
import type { Catalogue, Models } from '@faden/engine';
import type { Columns } from '../evidence/index.ts';
import type { Generation } from './generation.ts';
import type { Kind } from './kind.ts';

export interface Company {
  models(): Models;
  seat(kind: Kind, generation: Generation): void;
}

const nothing: Omit<Models, 'version'> = {
  popular: () => [],
  together: () => [],
  followed: () => [],
  substitutes: () => [],
  complements: () => [],
  trending: () => [],
  rates: () => [],
  searched: () => [],
  trendingTerms: () => [],
  nextItems: () => [],
  completes: () => [],
  nextBasket: () => [],
  likedBy: () => [],
  likedByNeighbours: () => [],
  nextNeeds: () => [],
  marketShare: () => undefined,
};

export function createCompany(needs: { columns: () => Columns; catalogue: () => Catalogue }): Company {
  const parts = new Map<string, { version: string; answers: Partial<Models> }>();
  let models: Models = { ...nothing, version: 'none' };
  return {
    models: () => models,
    seat(kind, { version, tables, needNames }) {
      const answers = kind.answers(tables, { columns: needs.columns(), catalogue: needs.catalogue, version, needs: needNames });
      parts.set(kind.id, { version, answers });
      const all = [...parts.values()];
      models = Object.assign({ ...nothing }, ...all.map((one) => one.answers), { version: all.map((one) => one.version).join(' ') });
    },
  };
}
