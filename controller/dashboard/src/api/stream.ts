import { type Client, messageOf, RefusedError } from './client';
import { EventCutter, type ServerSentEvent } from './server-sent-events';

export type Connection =
  | { kind: 'connecting' }
  | { kind: 'live' }
  | { kind: 'lost'; reason: string; retryAtMillis: number }
  /** The controller answered and will not serve this; asking again is of no use. */
  | { kind: 'refused'; reason: string };

const FIRST_DELAY_MILLIS = 500;
const DELAY_MILLIS_MAX = 10_000;

/**
 * How long to wait before the next try: doubled each time up to ten seconds, and spread by a quarter, so that
 * many pages do not come back in the same moment.
 *
 * @param failures in a row, at least 1
 * @param random from 0 to 1
 */
export function backOffMillis(failures: number, random: number): number {
  const full = Math.min(DELAY_MILLIS_MAX, FIRST_DELAY_MILLIS * 2 ** (failures - 1));
  return Math.round(full * (0.75 + random / 2));
}

export interface StreamListener {
  event(event: ServerSentEvent): void;
  connection(connection: Connection): void;
}

/**
 * Follows server-sent events until it is closed: comes back by itself when the stream breaks or falls silent, and
 * goes on after the last event it has seen. EventSource could not send the token.
 */
export class Stream {
  private readonly closed = new AbortController();
  private failures = 0;
  private lastId: string | null;
  private wakeUp: () => void = () => {};

  /**
   * @param silenceMillisMax without a byte for so long, the connection counts as lost
   * @param lastId sent as Last-Event-ID with the first request; null for none
   */
  constructor(
    private readonly client: Client,
    private readonly path: string,
    private readonly listener: StreamListener,
    private readonly silenceMillisMax: number,
    lastId: string | null = null,
  ) {
    this.lastId = lastId;
  }

  start(): this {
    window.addEventListener('online', this.retryNow);
    document.addEventListener('visibilitychange', this.retryNow);
    void this.follow();
    return this;
  }

  close(): void {
    window.removeEventListener('online', this.retryNow);
    document.removeEventListener('visibilitychange', this.retryNow);
    this.closed.abort();
    this.wakeUp();
  }

  /** Ends a wait before the next try; does nothing otherwise. */
  readonly retryNow = (): void => {
    if (document.visibilityState === 'visible') this.wakeUp();
  };

  private async follow(): Promise<void> {
    this.listener.connection({ kind: 'connecting' });
    while (!this.closed.signal.aborted) {
      const reason = await this.readOnce();
      if (this.closed.signal.aborted) return;
      if (reason instanceof RefusedError && reason.problem.status < 429) {
        this.listener.connection({ kind: 'refused', reason: reason.message });
        return;
      }
      this.failures++;
      const delay = backOffMillis(this.failures, Math.random());
      const lost = { kind: 'lost', reason: messageOf(reason), retryAtMillis: Date.now() + delay } as const;
      this.listener.connection(lost);
      await this.wait(delay);
    }
  }

  /** Ends with what ended the stream; never throws. */
  private async readOnce(): Promise<unknown> {
    const broken = new AbortController();
    const stop = () => broken.abort();
    this.closed.signal.addEventListener('abort', stop);
    let silence = setTimeout(stop, this.silenceMillisMax);
    try {
      const headers: Record<string, string> = this.lastId === null ? {} : { 'Last-Event-ID': this.lastId };
      const response = await this.client.send(this.path, { signal: broken.signal, headers });
      if (!response.body) return new Error('The answer is empty.');
      this.listener.connection({ kind: 'live' });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      const cutter = new EventCutter();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return new Error('The controller closed the connection.');
        clearTimeout(silence);
        silence = setTimeout(stop, this.silenceMillisMax);
        this.failures = 0;
        for (const event of cutter.feed(value)) {
          if (event.id !== null) this.lastId = event.id;
          this.listener.event(event);
        }
      }
    } catch (error) {
      if (error instanceof RefusedError) return error;
      return broken.signal.aborted
        ? new Error('The controller has fallen silent.')
        : new Error('The connection broke off.');
    } finally {
      clearTimeout(silence);
      this.closed.signal.removeEventListener('abort', stop);
      broken.abort();
    }
  }

  private wait(millis: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, millis);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
