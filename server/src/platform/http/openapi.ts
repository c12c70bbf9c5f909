// OpenAPI 3.1 from the endpoint declarations.
import type { Endpoint } from '@faden/contract';

const problemRef = {
  description: 'Refused; names the field',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

function parametersOf(endpoint: Endpoint): unknown[] {
  const inPath = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const query = endpoint.query as { properties?: Record<string, unknown>; required?: string[] } | undefined;
  const inQuery = Object.entries(query?.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: query?.required?.includes(name) ?? false,
    schema,
  }));
  return [...inPath, ...inQuery];
}

function operationOf(endpoint: Endpoint): Record<string, unknown> {
  const security =
    endpoint.access === 'open' ? [] : endpoint.access === 'write' ? [{ writeKey: [] }, { secretKey: [] }] : [{ secretKey: [] }];
  return {
    tags: [endpoint.tag],
    summary: endpoint.summary,
    security,
    parameters: parametersOf(endpoint),
    ...(endpoint.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: endpoint.body, ...(endpoint.example ? { example: endpoint.example } : {}) } },
          },
        }
      : {}),
    responses: {
      [String(endpoint.status ?? 200)]: { description: 'Done', content: { 'application/json': { schema: endpoint.answer ?? {} } } },
      '4XX': problemRef,
      '5XX': problemRef,
    },
  };
}

export function openApi(endpoints: readonly Endpoint[]): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const endpoint of endpoints) {
    const path = paths[endpoint.path] ?? {};
    paths[endpoint.path] = { ...path, [endpoint.method.toLowerCase()]: operationOf(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Faden',
      version: '0.1.0',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: 'One live picture of each customer, one answer on every channel.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        secretKey: { type: 'http', scheme: 'bearer', description: 'Secret key sk_…' },
        writeKey: { type: 'http', scheme: 'basic', description: 'Public write key as user name, empty password' },
      },
      schemas: {
        Problem: {
          type: 'object',
          required: ['type', 'title', 'status', 'code', 'detail'],
          properties: {
            type: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            code: { type: 'string' },
            detail: { type: 'string' },
            errors: { type: 'array', items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } } },
          },
        },
      },
    },
  };
}
