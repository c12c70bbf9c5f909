// What a person was shown by choice and what they did with it: exported in full, deleted with them.
import type { Custodian } from '../../platform/database/index.ts';
import { creditsOfNodes, deleteOfNodes, exposuresOfNodes, reactionsOfNodes } from './exposure-store.ts';

export const experimentsCustodian: Custodian = {
  name: 'experiments',
  tables: ['choice_exposure', 'choice_reaction', 'choice_credit'],
  async exportOf(sql, nodeIds) {
    return {
      choices: {
        shown: await exposuresOfNodes(sql, nodeIds),
        reactions: await reactionsOfNodes(sql, nodeIds),
        purchases: await creditsOfNodes(sql, nodeIds),
      },
    };
  },
  async erase(tx, nodeIds) {
    return [{ place: 'experiments', rows: await deleteOfNodes(tx, nodeIds), what: 'deleted' }];
  },
  merge: async () => {},
  split: async () => {},
};
