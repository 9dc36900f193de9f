import type { Job, JobState, Node, NodeState } from '../api/wire';

export interface ClusterEvent {
  /** Grows with each event; for lists. */
  number: number;
  seenAtMillis: number;
  about: 'job' | 'node';
  id: string;
  name: string;
  state: JobState | NodeState;
  more: string;
}

const KEPT = 500;
const STATES_KEPT = 5000;

/** Changes of state, out of a stream that also carries every progress. The newest 500 are kept. */
export class EventLog {
  private readonly events: ClusterEvent[] = [];
  private readonly states = new Map<string, string>();
  private count = 0;

  addJob(job: Job, nowMillis: number): void {
    const at = job.finished_at ?? (job.state === 'queued' ? job.submitted_at : job.started_at);
    const seenAtMillis = at === null ? nowMillis : Date.parse(at);
    const more = job.error?.message ?? (job.state === 'queued' ? `of ${job.submitter}` : '');
    const name = `${job.task_type} ${job.id}`;
    this.add({ about: 'job', id: job.id, name, state: job.state, more, seenAtMillis });
  }

  addNode(node: Node, nowMillis: number): void {
    const more = node.engine?.warning ?? node.address ?? '';
    const id = node.id ?? node.name;
    this.add({ about: 'node', id, name: node.name, state: node.state, more, seenAtMillis: nowMillis });
  }

  private add(event: Omit<ClusterEvent, 'number'>): void {
    const key = `${event.about} ${event.id}`;
    if (this.states.get(key) === event.state) return;
    this.states.set(key, event.state);
    const oldest = this.states.size > STATES_KEPT ? this.states.keys().next().value : undefined;
    if (oldest !== undefined) this.states.delete(oldest);
    this.events.push({ ...event, number: this.count++ });
    if (this.events.length > KEPT) this.events.shift();
  }

  newestFirst(): ClusterEvent[] {
    return [...this.events].reverse();
  }
}
