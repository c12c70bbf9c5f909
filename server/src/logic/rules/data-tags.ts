// What the columns of the rules hold: nothing about people.
import { type TableTags, technical } from '../../platform/database/index.ts';

export const rulesTags: TableTags = { rule_version: technical('version', 'at', 'note', 'rules') };
