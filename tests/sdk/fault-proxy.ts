// A proxy that breaks the line after the server stored what it got: what a retrying SDK makes of that must be one event.
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** `reset`: the answer is lost with the connection. `unavailable`: 503 instead of the answer. Both after the server answered. */
export type Fault = 'none' | 'reset' | 'unavailable';

export interface FaultProxy {
  url: string;
  /** The next `count` event calls meet this fault. */
  arm(fault: Fault, count: number): void;
  /** Event calls forwarded and faults done so far. */
  calls: number;
  faults: number;
  /** messageIds that came a second time: proof that a resending SDK did resend. */
  repeats: number;
  stop(): Promise<void>;
}

const EVENT_CALL = /^\/(?:v1\/(?:[a-z]|batch|import|identify|track|page|screen|group|alias)|beacon\/v1\/|api\/s\/)/;

/** Starts the proxy in front of `target`. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const upstream = new URL(target);
  let armed: { fault: Fault; count: number } = { fault: 'none', count: 0 };
  const proxy: FaultProxy = {
    url: '',
    arm: (fault, count) => {
      armed = { fault, count };
    },
    calls: 0,
    faults: 0,
    repeats: 0,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const seen = new Set<string>();
  const watch = (request: http.IncomingMessage): void => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      for (const id of messageIds(Buffer.concat(parts), request.headers['content-encoding'])) {
        if (seen.has(id)) proxy.repeats += 1;
        seen.add(id);
      }
    });
  };
  const takeFault = (request: http.IncomingMessage): Fault => {
    if (request.method !== 'POST' || !EVENT_CALL.test(request.url ?? '')) return 'none';
    proxy.calls += 1;
    watch(request);
    if (armed.fault === 'none' || armed.count === 0) return 'none';
    armed.count -= 1;
    proxy.faults += 1;
    return armed.fault;
  };
  const server = http.createServer((request, response) => forward(request, response, upstream, takeFault(request)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return proxy;
}

function messageIds(body: Buffer, coding: string | undefined): string[] {
  const text = (coding === 'gzip' ? gunzipSync(body) : body).toString('utf8');
  return [...text.matchAll(/"messageId":"([^"]+)"/g)].map((match) => match[1] ?? '');
}

/** Forwards one call with its own Host header; the fault comes only when the server's whole answer is here. */
function forward(request: http.IncomingMessage, response: http.ServerResponse, upstream: URL, fault: Fault): void {
  const { method, url: path, headers } = request;
  const call = http.request({ host: upstream.hostname, port: upstream.port, method, path, headers }, (answer) => {
    if (fault === 'none') {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      return;
    }
    answer.resume();
    answer.on('end', () => {
      if (fault === 'reset') request.socket.destroy();
      else refuse(request, response);
    });
  });
  call.on('error', () => response.writeHead(502).end());
  request.pipe(call);
}

function refuse(request: http.IncomingMessage, response: http.ServerResponse): void {
  const origin = request.headers.origin;
  response.writeHead(503, {
    'content-type': 'application/json',
    ...(origin === undefined ? {} : { 'access-control-allow-origin': origin }),
  });
  response.end('{"success":false}');
}
