// Temporary door to the strict JSON reader.
export { type ReadBody as JsonBody, readJsonBody } from '../../data/ingest/body.ts';
