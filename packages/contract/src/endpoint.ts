// What one endpoint of the API is: declared once, used for routing, validation, OpenAPI, the readable page and the typed client.
import type { Static, TSchema } from 'typebox';

/** Who may call: nobody in particular, a public write key (or better), a secret key or signed-in staff. */
export type Access = 'open' | 'write' | 'secret';

export interface Endpoint<Params extends TSchema = TSchema, Query extends TSchema = TSchema, Body extends TSchema = TSchema> {
  method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** With `{name}` parameters, e.g. `/api/v1/products/{sku}`. */
  path: string;
  tag: string;
  summary: string;
  access: Access;
  params?: Params;
  query?: Query;
  body?: Body;
  /** Status of the normal answer; 200 unless told. */
  status?: number;
  answer?: TSchema;
  /** Largest body in bytes; 1 MB unless told. */
  limit?: number;
  /** Shown in /docs and OpenAPI. */
  example?: unknown;
}

export type ParamsOf<E> = E extends { params: infer S extends TSchema } ? Static<S> : Record<string, never>;
export type QueryOf<E> = E extends { query: infer S extends TSchema } ? Static<S> : Record<string, never>;
export type BodyOf<E> = E extends { body: infer S extends TSchema } ? Static<S> : undefined;

/** Keeps the literal type of a declaration. */
export function endpoint<const E extends Endpoint>(declaration: E): E {
  return declaration;
}
