// What people chose or bought after this search; the catalogue's own search where nobody has yet.
import type { Situation } from '../../situation.ts';
import { best, type Candidate, MAX_CANDIDATES, type ReasonCode, type Source } from '../candidate.ts';

function foundBySearch(term: string, s: Situation): Candidate[] {
  const why: Candidate['why'] = [{ code: 'SEARCH_MATCH', item: term }];
  return s.search(term, MAX_CANDIDATES).map((sku, i) => ({ sku, score: 1 / (i + 1), why }));
}

/** Words of the term one by one, for a term that finds nothing as a whole. */
function foundByWords(term: string, s: Situation): Candidate[] {
  const words = term.split(/\s+/).filter((word) => word.length > 2);
  const found = new Map<string, Candidate>();
  for (const word of words) {
    for (const [i, sku] of s.search(word, 50).entries()) {
      const known = found.get(sku);
      if (known) known.score += 1 / (i + 1);
      else found.set(sku, { sku, score: 1 / (i + 1), why: [{ code: 'SEARCH_NEAR', item: term }] });
    }
  }
  return best(found.values());
}

const CODES: Readonly<Record<string, ReasonCode>> = { view: 'SEARCH_CHOSEN', buy: 'SEARCH_BOUGHT' };

export const search: Source = {
  key: 'search',
  text: { de: 'Suche', en: 'Search' },
  personal: false,
  unready: (node) => (/^(term|near)>(view|buy)$/.test(node.args[0] ?? '') ? undefined : `search(${node.args[0]})`),
  retrieve(node, s) {
    const [from, to] = node.args[0]!.split('>') as ['term' | 'near', 'view' | 'buy'];
    const term = s.term ?? '';
    const near = from === 'near';
    const chosen = s.models.searched(term.toLowerCase(), to, near, MAX_CANDIDATES);
    const code = near ? 'SEARCH_NEAR' : CODES[to]!;
    const found = chosen.map(({ sku, score, llr, lift }): Candidate => ({ sku, score: 1 + score, llr, lift, why: [{ code, item: term }] }));
    const known = new Set(found.map((one) => one.sku));
    const others = near && found.length === 0 ? foundByWords(term, s) : near ? [] : foundBySearch(term, s);
    return best([...found, ...others.filter((one) => !known.has(one.sku))]);
  },
};
