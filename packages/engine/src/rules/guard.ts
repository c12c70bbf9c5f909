// Keeps what merchants call sensitive from being a starting point: look-ups mark it like what is sensitive by its tags.
import type { Memory } from '../memory.ts';
import type { RuleSet } from './compile.ts';

/** The same memory, in which articles under a rule `sensibel` count as sensitive. */
export function guarded(memory: Memory, rules: RuleSet | undefined): Memory {
  if (!rules?.hasSensitive) return memory;
  return {
    ...memory,
    guarded: true,
    known(sku) {
      const found = memory.known(sku);
      return found.product && !found.sensitive && rules.isSensitive(found.product) ? { ...found, sensitive: true } : found;
    },
  };
}
