// Models: what was learned, when, from how much.
import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';

const State = Type.Object({
  ready: Type.Boolean(),
  models: Type.Array(Type.Object({}, { additionalProperties: true })),
  /** Channels that should have sent something in the last two hours: learning waits for them. */
  silentChannels: Type.Array(Type.String()),
});
export const getModels = endpoint({
  method: 'GET',
  path: '/api/v1/models',
  tag: 'Models',
  summary: 'What serves now: trained at, rows, seconds, bytes',
  access: 'secret',
  answer: State,
});
export const trainModels = endpoint({
  method: 'POST',
  path: '/api/v1/models/train',
  tag: 'Models',
  summary: 'Trains now; `ready` is false until the new models serve',
  access: 'secret',
  status: 202,
  answer: State,
});
const Params = Type.Object({ id: Type.String() });
export const rollbackModel = endpoint({
  method: 'POST',
  path: '/api/v1/models/{id}/rollback',
  tag: 'Models',
  summary: 'The generation before serves again, until one is promoted',
  access: 'secret',
  params: Params,
});
export const promoteModel = endpoint({
  method: 'POST',
  path: '/api/v1/models/{id}/promote',
  tag: 'Models',
  summary: 'The generation that waits serves from now on',
  access: 'secret',
  params: Params,
});
