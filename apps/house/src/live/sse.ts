// Reads the server's event stream with fetch (so that a key can be sent) and connects again by itself.
import { access, authHeaders } from '../api/client.ts';

/** One message of the stream. */
export interface SseMessage {
  event: string;
  data: string;
}

/** Cuts complete messages off the text read so far; what is incomplete stays. */
export function cutMessages(text: string): { messages: SseMessage[]; rest: string } {
  const blocks = text.replaceAll('\r\n', '\n').split('\n\n');
  const rest = blocks.pop() ?? '';
  const messages: SseMessage[] = [];
  for (const block of blocks) {
    let event = 'message';
    const data: string[] = [];
    for (const line of block.split('\n')) {
      if (line.startsWith('event:')) event = line.slice(6).trim();
      else if (line.startsWith('data:')) data.push(line.slice(5).trimStart());
    }
    if (data.length > 0) messages.push({ event, data: data.join('\n') });
  }
  return { messages, rest };
}

/** Whether the stream runs. */
export type Connection = 'connecting' | 'live' | 'lost';

async function readOnce(signal: AbortSignal, onMessage: (m: SseMessage) => void, onState: (c: Connection) => void): Promise<void> {
  const headers = { accept: 'text/event-stream', ...authHeaders() };
  const answer = await fetch('/api/v1/stream', { headers, credentials: 'same-origin', signal });
  if (answer.status === 401) access.refused();
  if (!answer.ok || !answer.body) throw new Error(`stream ${answer.status}`);
  onState('live');
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const cut = cutMessages(rest + value);
    rest = cut.rest;
    for (const message of cut.messages) onMessage(message);
  }
}

const wait = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Keeps reading until the signal ends it; waits 0.5 s to 8 s between attempts. */
export async function follow(signal: AbortSignal, onMessage: (m: SseMessage) => void, onState: (c: Connection) => void): Promise<void> {
  let pause = 500;
  while (!signal.aborted) {
    onState('connecting');
    await readOnce(signal, onMessage, (c) => {
      pause = 500;
      onState(c);
    }).catch(() => undefined);
    if (signal.aborted) return;
    onState('lost');
    await wait(pause, signal);
    pause = Math.min(pause * 2, 8000);
  }
}
