// Bodies arrive as bytes, whatever their content type says; too large ones are drained before the 413, so that the caller gets to read it.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';

const drainLimitFactor = 32;

export function takeRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (request: FastifyRequest, payload: NodeJS.ReadableStream & { resume(): void }, done) => {
    const limit = request.routeOptions.bodyLimit;
    const chunks: Buffer[] = [];
    let size = 0;
    payload.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
      if (size > limit * drainLimitFactor) request.raw.destroy();
    });
    payload.on('end', () => {
      if (size > limit) done(new Problem(413, 'too_large', `The body is larger than ${limit} bytes`));
      else done(null, Buffer.concat(chunks));
    });
    payload.on('error', (error: Error) => done(error));
  });
}
