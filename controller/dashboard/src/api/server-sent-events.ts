/** One event of a text/event-stream. */
export interface ServerSentEvent {
  kind: string;
  data: string;
  id: string | null;
}

/** Longer than any event of the controller; a stream that exceeds it is not one of the controller. */
const PENDING_CHARACTERS_MAX = 4 << 20;

/**
 * Cuts a text/event-stream into events, however the network cut it into pieces. Comments are dropped.
 * Lines end in LF, CR LF or CR, as the standard says; a CR at the end of a piece waits for the next piece.
 */
export class EventCutter {
  private pending = '';
  private kind = '';
  private data: string[] = [];
  private id: string | null = null;

  /** The events that are complete with this piece. */
  feed(piece: string): ServerSentEvent[] {
    this.pending += piece;
    if (this.pending.length > PENDING_CHARACTERS_MAX) throw new Error('an event is longer than 4 MiB');
    const events: ServerSentEvent[] = [];
    for (;;) {
      const end = /\r\n|\n|\r(?!$)/.exec(this.pending);
      if (!end) return events;
      const line = this.pending.slice(0, end.index);
      this.pending = this.pending.slice(end.index + end[0].length);
      const event = this.take(line);
      if (event) events.push(event);
    }
  }

  private take(line: string): ServerSentEvent | null {
    if (line === '') return this.dispatch();
    const colon = line.indexOf(':');
    if (colon === 0) return null;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') this.kind = value;
    else if (field === 'data') this.data.push(value);
    else if (field === 'id') this.id = value;
    return null;
  }

  private dispatch(): ServerSentEvent | null {
    const event = { kind: this.kind || 'message', data: this.data.join('\n'), id: this.id };
    const empty = this.data.length === 0;
    this.kind = '';
    this.data = [];
    return empty ? null : event;
  }
}
