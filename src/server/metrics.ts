import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { RunKind, RunStatus } from '../core/ports.js';
import type { GoogleRequest } from './google-requests.js';

interface AnsweredRequest {
  readonly method: string;
  /** The registered path, so that no id becomes a label. */
  readonly route: string;
  readonly status: number;
}

const seconds = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

/** The metrics for Prometheus at /metrics; one registry per server, so that two in a process do not mix. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Counter({
    name: 'renos_sync_http_requests_total',
    help: 'Answered requests.',
    labelNames: ['method', 'route', 'status'],
    registers: [this.#registry],
  });
  readonly #requestSeconds = new Histogram({
    name: 'renos_sync_http_request_duration_seconds',
    help: 'From the first byte of a request to the last of its answer.',
    labelNames: ['method', 'route'],
    buckets: seconds,
    registers: [this.#registry],
  });
  readonly #google = new Counter({
    name: 'renos_sync_google_requests_total',
    help: 'Requests to Google Calendar by the status of their answer; none = no answer.',
    labelNames: ['operation', 'status'],
    registers: [this.#registry],
  });
  readonly #googleSeconds = new Histogram({
    name: 'renos_sync_google_request_duration_seconds',
    help: 'How long Google took to answer.',
    labelNames: ['operation'],
    buckets: seconds,
    registers: [this.#registry],
  });
  readonly #runs = new Counter({
    name: 'renos_sync_runs_total',
    help: 'Runs that ended in this process.',
    labelNames: ['kind', 'status'],
    registers: [this.#registry],
  });
  readonly #runSeconds = new Histogram({
    name: 'renos_sync_run_duration_seconds',
    help: 'How long the runs of this process took.',
    labelNames: ['kind'],
    buckets: seconds,
    registers: [this.#registry],
  });
  readonly #outcomes = new Counter({
    name: 'renos_sync_outcomes_total',
    help: 'What runs of this process counted: events, bookings, rows by what became of them.',
    labelNames: ['kind', 'outcome'],
    registers: [this.#registry],
  });
  readonly #ticks = new Counter({
    name: 'renos_sync_ticks_total',
    help: 'Ticks of the schedule: run here, left to another instance, or skipped because another run was in progress.',
    labelNames: ['outcome'],
    registers: [this.#registry],
  });

  /** `readLastSync` is called at each reading; if it fails, the lag is left out. */
  constructor(readLastSync: () => Promise<Date | null>) {
    collectDefaultMetrics({ register: this.#registry });
    new Gauge({
      name: 'renos_sync_lag_seconds',
      help: 'Age of the last sync of any process; absent before the first.',
      registers: [this.#registry],
      async collect() {
        this.reset();
        const lastSync = await readLastSync().catch(() => null);
        if (lastSync === null) this.remove();
        else this.set(Math.max(0, (Date.now() - lastSync.getTime()) / 1000));
      },
    });
  }

  countAnswer({ method, route, status }: AnsweredRequest, ms: number): void {
    this.#requests.inc({ method, route, status });
    this.#requestSeconds.observe({ method, route }, ms / 1000);
  }

  countGoogle({ operation, status, ms }: GoogleRequest): void {
    this.#google.inc({ operation, status: status ?? 'none' });
    this.#googleSeconds.observe({ operation }, ms / 1000);
  }

  countRun(kind: RunKind, status: RunStatus, counts: Readonly<Record<string, number>>, ms: number): void {
    this.#runs.inc({ kind, status });
    this.#runSeconds.observe({ kind }, ms / 1000);
    // The counts of a refused run are only planned.
    if (status === 'refused') return;
    for (const [outcome, count] of Object.entries(counts)) if (count > 0) this.#outcomes.inc({ kind, outcome }, count);
  }

  countTick(outcome: 'run' | 'elsewhere' | 'skipped' | 'failed'): void {
    this.#ticks.inc({ outcome });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  read(): Promise<string> {
    return this.#registry.metrics();
  }
}
