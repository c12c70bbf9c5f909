// `serve`: a bare server, without demo.
import { readConfig } from '../config.ts';
import { closeOnSignal, serve } from '../main.ts';

export async function serveCommand(): Promise<void> {
  const running = await serve(readConfig(process.env));
  closeOnSignal(running);
  const { secretKey, writeKey } = running.keys;
  process.stdout.write(`Faden serves at ${running.url}\n`);
  if (secretKey && !process.env['FADEN_SECRET_KEY']) process.stdout.write(`Secret key (shown once): ${secretKey}\n`);
  if (writeKey && !process.env['FADEN_WRITE_KEY']) process.stdout.write(`Write key: ${writeKey}\n`);
}
