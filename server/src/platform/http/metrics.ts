// Prometheus metrics of one process.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  answered(method: string, route: string, status: number, seconds: number): void;
  ingested(stored: number, duplicate: number, refused: number): void;
  decided(seconds: number): void;
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  text(): Promise<string>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'faden_http_seconds',
    help: 'Answer time of HTTP requests',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  const events = new Counter({ name: 'faden_events_total', help: 'Events by outcome', labelNames: ['outcome'], registers: [registry] });
  const decisions = new Histogram({
    name: 'faden_decision_seconds',
    help: 'Time to decide',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1],
    registers: [registry],
  });
  return {
    answered: (method, route, status, seconds) => requests.labels(method, route, String(status)).observe(seconds),
    ingested(stored, duplicate, refused) {
      if (stored) events.labels('stored').inc(stored);
      if (duplicate) events.labels('duplicate').inc(duplicate);
      if (refused) events.labels('refused').inc(refused);
    },
    decided: (seconds) => decisions.observe(seconds),
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          this.set(await read());
        },
      });
    },
    text: () => registry.metrics(),
  };
}
