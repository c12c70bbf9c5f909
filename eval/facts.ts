// What others reach on the same public data: read in papers, or measured with their code or ours before; shown beside Faden's figures.
import type { Task } from './pack.ts';
import type { Figures } from './ranking.ts';

export interface Fact {
  /** What the name of the data set looks like, in small letters and digits only. */
  data: string;
  task: Task;
  method: string;
  /** published: read in the named source · measured: run with that code · believed: quoted from memory, not read again · goal: what Faden wants to reach. */
  how: 'published' | 'measured' | 'believed' | 'goal';
  source: string;
  figures: Figures;
}

type Values = readonly (number | undefined)[];

/** One fact per method, the values in the order of the columns. */
function facts(
  about: Pick<Fact, 'data' | 'task' | 'how' | 'source'>,
  columns: readonly string[],
  rows: Readonly<Record<string, Values>>,
): Fact[] {
  return Object.entries(rows).map(([method, values]) => {
    const figures: Figures = {};
    for (const [i, column] of columns.entries()) if (values[i] !== undefined) figures[column] = values[i] as number;
    return { ...about, method, figures };
  });
}

const SESSION = ['HR@20', 'MRR@20'];
const BASKET = ['R@10', 'N@10', 'PHR@10', 'R@20', 'N@20'];
const COMPLETION = ['HR@20', 'HR@10', 'MRR@20'];
const VALUE = ['MAE', 'RMSE', 'corr', 'total ratio', 'top 10 %', 'AUC'];
const windows = 'session-rec documentation, five time windows: another split';
const slides = 'SLIST and S-Walk, another split';

/** Five time windows of session-rec, and the SLIST and S-Walk talks. */
const SESSION_REC: readonly [string, Readonly<Record<string, Values>>][] = [
  [
    'retailrocket',
    {
      SR: [0.4174, 0.2453],
      AR: [0.4367, 0.2407],
      SKNN: [0.5788, 0.337],
      VSKNN: [0.5745, 0.3395],
      STAN: [0.5938, 0.3638],
      VSTAN: [0.5932, 0.3636],
      GRU4Rec: [0.5669, 0.3237],
      NARM: [0.5549, 0.3196],
      STAMP: [0.462, 0.2527],
      CSRM: [0.5169, 0.2955],
      'SR-GNN': [0.4998, 0.3252],
      SLIST: [0.5877],
      'GCE-GNN': [0.6007],
      'S-Walk': [0.6226],
    },
  ],
  [
    'diginetica',
    {
      SR: [0.3277, 0.1216],
      AR: [0.372, 0.128],
      SKNN: [0.4748, 0.1714],
      VSKNN: [0.4729, 0.1784],
      STAN: [0.48, 0.1828],
      VSTAN: [0.4803, 0.1837],
      GRU4Rec: [0.4639, 0.1644],
      NARM: [0.4188, 0.1392],
      STAMP: [0.3917, 0.1314],
      CSRM: [0.4258, 0.1421],
      'SR-GNN': [0.3638, 0.1564],
      SLIST: [0.5005],
      'GCE-GNN': [0.5086],
      'S-Walk': [0.5115],
    },
  ],
  [
    'rsc15',
    {
      SR: [0.6506, 0.301],
      AR: [0.6361, 0.2894],
      SKNN: [0.5996, 0.262],
      VSKNN: [0.6512, 0.2872],
      STAN: [0.6656, 0.2933],
      VSTAN: [0.6761, 0.2943],
      GRU4Rec: [0.6488, 0.2893],
      NARM: [0.6751, 0.3047],
      STAMP: [0.6654, 0.3033],
      CSRM: [0.6566, 0.2961],
      'SR-GNN': [0.6713, 0.3142],
      SLIST: [0.6867],
      'GCE-GNN': [0.665],
      'S-Walk': [0.6906],
    },
  ],
  [
    'yoochoose1?64',
    {
      SR: [0.6674, 0.3033],
      AR: [0.6652, 0.2862],
      SKNN: [0.6423, 0.2522],
      VSKNN: [0.6961, 0.2879],
      STAN: [0.6838],
      GRU4Rec: [0.6528, 0.2752],
      NARM: [0.6998, 0.2957],
      STAMP: [0.6841, 0.2995],
      'SR-GNN': [0.7021],
      SLIST: [0.7088],
    },
  ],
];

export const FACTS: readonly Fact[] = [
  ...SESSION_REC.flatMap(([data, rows]) =>
    facts({ data, task: 'session', how: 'published', source: data.startsWith('yoochoose') ? slides : windows }, SESSION, rows),
  ),
  ...facts({ data: 'diginetica', task: 'session', how: 'believed', source: 'papers, same split' }, SESSION, {
    'NARM (same split)': [0.497, 0.1617],
    'SR-GNN (same split)': [0.5073, 0.1759],
    'GCE-GNN (same split)': [0.5422, 0.1904],
  }),
  ...facts({ data: 'diginetica', task: 'session', how: 'measured', source: 'session-rec code, same split' }, SESSION, {
    'SR (same split)': [0.3977, 0.1386],
  }),
  ...facts({ data: 'diginetica', task: 'session', how: 'measured', source: 'session-rec code, same split, 2,000 sessions' }, SESSION, {
    'VSKNN (same split)': [0.5195, 0.1908],
    'VSTAN (same split)': [0.5254, 0.1943],
  }),
  ...facts({ data: 'diginetica', task: 'session', how: 'measured', source: 'own code, settings from an own validation split' }, SESSION, {
    'V-STAN (same split)': [0.5278, 0.1865],
  }),
  ...facts({ data: 'diginetica', task: 'session', how: 'goal', source: 'gate / good' }, SESSION, { gate: [0.52], good: [0.53] }),
  ...facts({ data: 'tafeng', task: 'basket', how: 'measured', source: 'fold test, own and reference code' }, BASKET, {
    'G-TopFreq': [0.0799, 0.0829, 0.2495],
    'P-TopFreq': [0.1065, 0.095, 0.3466],
    'GP-TopFreq': [0.1231, 0.1016, 0.3707],
    'UP-CF@r': [0.1356, 0.1158, 0.4147, 0.188, 0.137],
    'TIFU-KNN (reference)': [0.124, 0.0991, 0.3895, 0.1809, 0.1213],
    'TIFU-KNN (sparse, tuned)': [0.1551, 0.1309, 0.4587, 0.2055, 0.1514],
  }),
  ...facts({ data: 'tafeng', task: 'basket', how: 'believed', source: 'reality check of next basket, all users' }, BASKET, {
    'TIFU-KNN (published)': [0.126],
    'DNNTSP (published)': [0.15],
  }),
  ...facts({ data: 'tafeng', task: 'basket', how: 'goal', source: 'gate / good' }, BASKET, { gate: [0.14], good: [0.155] }),
  ...facts({ data: 'tafeng', task: 'completion', how: 'measured', source: 'own code' }, COMPLETION, {
    popularity: [0.0565, 0.0358, 0.0204],
    'co-occurrence count': [0.1435, 0.1122, 0.0575],
    cosine: [0.1262, 0.1055, 0.0584],
    'P(j given i)/pop^.2': [0.1394, 0.1128, 0.0619],
  }),
  ...facts({ data: 'cdnow', task: 'value', how: 'measured', source: 'full cohort' }, VALUE, {
    'BG/NBD (reference)': [0.8187, 1.7329, 0.6688, 16_874 / 19_684, 0.4558, 0.763],
    'naive rate': [1.909, 2.66, 0.65, undefined, undefined, 0.76],
  }),
  ...facts({ data: 'cdnow', task: 'value', how: 'goal', source: 'gate' }, VALUE, { gate: [0.82] }),
  ...facts({ data: 'hillstrom', task: 'uplift', how: 'measured', source: 'other half, Womens E-Mail' }, ['Qini', 'AUUC', 'uplift@30'], {
    'T-learner logistic (womens)': [0.00376, 0.03198, 0.0807],
    'T-learner boosting (womens)': [0.003, 0.03032, 0.0844],
    'rule: bought womens (womens)': [0.00432, 0.03307, 0.0857],
    'response model (womens)': [0.00192, 0.02831, 0.0676],
    'random (womens)': [0.0001, 0.0248, 0.0516],
  }),
  ...facts({ data: 'hillstrom', task: 'uplift', how: 'measured', source: 'other half, Mens E-Mail' }, ['Qini', 'AUUC', 'uplift@30'], {
    'T-learner logistic (mens)': [0.00106, 0.04047, 0.0888],
    'random (mens)': [-0.0008, 0.0366, 0.0635],
  }),
  ...facts({ data: 'hillstrom', task: 'uplift', how: 'goal', source: 'gate, Womens E-Mail' }, ['uplift@30'], { gate: [0.08] }),
];

/** Facts about a data set, recognised by a word in the name of its folder. */
export function factsAbout(name: string, task: Task): Fact[] {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return FACTS.filter((fact) => fact.task === task && new RegExp(fact.data).test(plain));
}
