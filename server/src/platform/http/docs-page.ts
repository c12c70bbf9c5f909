// The API for people to read: one plain page made from the same declarations, no script, no third party.
import type { Endpoint } from '@faden/contract';

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

interface Shape {
  type?: string;
  properties?: Record<string, Shape>;
  items?: Shape;
  anyOf?: Shape[];
  const?: unknown;
  enum?: unknown[];
  required?: string[];
  description?: string;
}

/** One line that tells a shape, e.g. `[{sku, quantity, place?}]`. */
function sketch(shape: Shape | undefined, depth = 0): string {
  if (!shape) return '';
  if (shape.const !== undefined) return JSON.stringify(shape.const);
  if (shape.enum) return shape.enum.map((v) => JSON.stringify(v)).join(' | ');
  if (shape.anyOf) return shape.anyOf.map((s) => sketch(s, depth)).join(' | ');
  if (shape.items) return `[${sketch(shape.items, depth)}]`;
  if (!shape.properties) return shape.type ?? 'any';
  const fields = Object.entries(shape.properties).map(([name, s]) => {
    const mark = shape.required?.includes(name) ? '' : '?';
    return `${name}${mark}: ${depth > 2 ? (s.type ?? '…') : sketch(s, depth + 1)}`;
  });
  return `{ ${fields.join(', ')} }`;
}

function row(endpoint: Endpoint): string {
  const body = endpoint.body ? `<pre>${escapeHtml(sketch(endpoint.body as Shape))}</pre>` : '';
  const example = endpoint.example ? `<pre>${escapeHtml(JSON.stringify(endpoint.example, null, 1))}</pre>` : '';
  const query = endpoint.query ? `<p class="q">?${escapeHtml(Object.keys((endpoint.query as Shape).properties ?? {}).join(', '))}</p>` : '';
  return `<article><h3><b class="${endpoint.method}">${endpoint.method}</b> <code>${escapeHtml(endpoint.path)}</code> <i>${endpoint.access}</i></h3><p>${escapeHtml(endpoint.summary)}</p>${query}${body}${example}</article>`;
}

const style = `body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#faf9f6;color:#2b2724}main{max-width:920px;margin:0 auto;padding:32px 20px}
h1{font-size:28px;margin:0}h2{margin:40px 0 8px;font-size:20px}article{background:#fff;border:1px solid #e4e1dc;border-radius:14px;padding:14px 18px;margin:10px 0}
h3{margin:0;font-size:15px;font-weight:500;overflow-wrap:anywhere}b{font-size:12px;padding:2px 8px;border-radius:8px;background:#e0f0ee;color:#0b5f58}b.DELETE{background:#fde8e6;color:#9c1d1d}
i{font-style:normal;color:#6b645d;font-size:13px;float:right}p{margin:6px 0 0}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f3f1ed;border-radius:10px;padding:10px;font-size:13px;margin:8px 0 0}.q{color:#6b645d;font-size:14px}
@media(prefers-color-scheme:dark){body{background:#1c1a17;color:#f0ede8}article{background:#25221f;border-color:#443f39}pre{background:#2f2b27}i,.q{color:#b4ada4}b{background:#123f3b;color:#8fe0d6}b.DELETE{background:#4a1f1b;color:#ffb3a8}}`;

export function docsPage(endpoints: readonly Endpoint[]): string {
  const tags = [...new Set(endpoints.map((e) => e.tag))];
  const sections = tags.map(
    (tag) =>
      `<h2>${escapeHtml(tag)}</h2>${endpoints
        .filter((e) => e.tag === tag)
        .map(row)
        .join('')}`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Faden API</title><style>${style}</style><main><h1>Faden API</h1><p>The same as <a href="/openapi.json">openapi.json</a>. <b>secret</b> calls carry <code>Authorization: Bearer sk_…</code>; <b>write</b> calls also take the public write key as Basic user name.</p>${sections.join('')}</main></html>`;
}
