// What the pages about strategies read from the engine's library.
import { leavesOf, type NamedStrategy, type SimpleStrategy, STRATEGIES } from '@faden/engine';

const find = (id: string) => STRATEGIES.get(id)?.ast;
export const leaves = (one: NamedStrategy): SimpleStrategy[] => leavesOf(one.ast, find);
export const distinct = (texts: readonly (string | undefined)[]): string[] => [...new Set(texts.filter((text) => text !== undefined))];
export const pageOf = (family: string): string => `${family.toLowerCase()}.md`;
export const GENERATED = '<!-- Written by `npm run docs` from the engine; changes made here are lost. -->';
export const familyNames = (): Map<string, string> => new Map([...STRATEGIES.values()].map((one) => [one.family, one.familyName]));
export const titleOf = (family: string, name: string): string => (family === 'X' ? name : `${family} · ${name}`);
