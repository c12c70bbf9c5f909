// Parses a body's text strictly: refuses what a JSON parser would change or what could hurt, item by item in a batch.

import type { JsonProblem } from './json-scan.ts';
import { scanJson } from './json-scan.ts';
import { mayHaveDuplicateKeys, walkJson } from './json-walk.ts';
import type { BodyRefusal, IngestLimits, ItemRefusal } from './limits.ts';
import { isObject, refuseBody, refuseItem } from './limits.ts';

export interface ParsedJson {
  ok: true;
  value: unknown;
  /** Items of `batch` that must not be used, each once. */
  refused: ItemRefusal[];
}

const WHY: Record<JsonProblem['fault'], string> = {
  depth: 'is nested too deep',
  duplicate: 'stands twice in one object',
  number: 'is a number that JSON readers change; send it as a string',
  prototype: 'has a key that is not allowed',
};

/** Parses and checks; a problem inside `batch[i]` refuses only that item. */
export function parseStrict(text: string, limits: IngestLimits): ParsedJson | BodyRefusal {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuseBody(400, 'invalid_json', 'The body is not valid JSON.');
  }
  const batch = isObject(value) && Array.isArray(value['batch']);
  // Depth counts inside an event, and the events of a batch lie two levels down.
  const depth = batch ? limits.depth + 2 : limits.depth;
  const walk = walkJson(value, depth);
  if (!walk.suspicious && !mayHaveDuplicateKeys(text, walk.keys)) return { ok: true, value, refused: [] };
  return judge(value, batch, scanJson(text, depth));
}

function judge(value: unknown, batch: boolean, problems: JsonProblem[]): ParsedJson | BodyRefusal {
  const refused = new Map<number, ItemRefusal>();
  for (const problem of problems) {
    const [first, index] = problem.path;
    const inItem = batch && first === 'batch' && typeof index === 'number';
    // Nested duplicates: the last one wins everywhere, since one parser reads the body. Only an event's own fields matter.
    if (problem.fault === 'duplicate' && problem.level !== (inItem ? 2 : 0)) continue;
    const path = joinPath(inItem ? problem.path.slice(2) : problem.path);
    const message = `${path || 'The JSON body'} ${WHY[problem.fault]}.`;
    if (!inItem) return refuseBody(400, `json_${problem.fault}`, message, path || undefined);
    if (!refused.has(index)) refused.set(index, refuseItem(index, path, message));
  }
  return { ok: true, value, refused: [...refused.values()] };
}

/** `properties.a[0].b`; long paths are cut after eight steps. */
function joinPath(path: (string | number)[]): string {
  let text = '';
  for (const part of path.slice(0, 8)) {
    if (typeof part === 'number') text += `[${part}]`;
    else text += text === '' ? printable(part) : `.${printable(part)}`;
  }
  return text;
}

/** A key as it may stand in an answer and in a log line. */
function printable(key: string): string {
  return key.slice(0, 80).replace(/[^\x20-\x7e\u00a0-\ud7ff\ue000-\ufffd]/g, '?');
}
