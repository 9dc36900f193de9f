// What the controller sends, named as in openapi.yaml. Fields that no page shows are left out.

export type JobState = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
export type Priority = 'low' | 'normal' | 'high';

export interface EtaRange {
  low_seconds: number;
  high_seconds: number;
}

export interface JobRow {
  id: string;
  task_type: string;
  state: JobState;
  submitter: string;
  priority: Priority;
  /** A few tiles of a job, to tell how long all would take; without a result. */
  estimate: boolean;
  fraction: number;
  grains_done: number;
  grains_total: number;
  submitted_at: string;
  finished_at: string | null;
  eta: EtaRange | null;
  waiting_reason: string | null;
}

export interface PendingNode {
  /** Null for one that was only seen on the network. */
  id: string | null;
  name: string;
  address: string | null;
  code: string | null;
  since: string | null;
}

export type Cell = string | number | boolean | null;

/** Rows with one list of column names: half the bytes of objects. */
export interface NodeTable {
  total: number;
  ready: number;
  slots: number;
  running: number;
  queued: number;
  columns: string[];
  rows: Cell[][];
  omitted: number;
}

export type StoreState = 'healthy' | 'failing' | 'full' | 'read-only' | 'broken';

export interface Overview {
  at: string;
  insecure: boolean;
  open_to_all: boolean;
  controller: {
    name: string;
    version: string;
    epoch: number;
    started_at: string;
    /** What edge nodes dial, host:port. */
    node_address: string;
    store: StoreState;
    store_reason: string | null;
    loop_lag_p99_ms: number | null;
  };
  throughput: { tasks_per_second: number; grains_per_second: number };
  nodes: NodeTable;
  pending: PendingNode[];
  jobs: Record<JobState, number> & { list: JobRow[]; omitted: number };
}

export interface Job {
  id: string;
  task_type: string;
  state: JobState;
  version: number;
  submitter: string;
  priority: Priority;
  params: Record<string, unknown>;
  module: string | null;
  estimate: boolean;
  submitted_at: string;
  started_at: string | null;
  finished_at: string | null;
  progress: {
    grains_total: number;
    grains_open: boolean;
    grains_done: number;
    grains_running: number;
    fraction: number;
  };
  waiting_code: string | null;
  waiting_reason: string | null;
  result: {
    bytes: number;
    format: string;
    content_type: string;
    file_name: string;
    sha256: string | null;
    reused_from: string | null;
  } | null;
  error: {
    code: string;
    message: string;
    hint: string | null;
    grains: string | null;
    nodes: string[];
    log: string | null;
  } | null;
  timing: {
    plan_ms: number;
    run_ms: number;
    finish_ms: number;
    total_ms: number;
    slot_ms: number;
    kernel_ms: number;
  };
  stats: Record<AttemptOutcome | 'attempts' | 'retries' | 'steals' | 'hedges', number>;
}

export type AttemptOutcome = 'accepted' | 'duplicate' | 'stale' | 'invalid' | 'failed' | 'cancelled' | 'lost';

export interface TileSnapshot {
  cells: number;
  grains_per_cell: number;
  columns: number | null;
  map: string;
}

export type SpanKind = 'run' | 'hedge' | 'stolen' | 'failed' | 'lost' | 'cancelled';

/** Row, from and to (null: still held) in milliseconds since the job was submitted, kind, first and last grain (exclusive), lease. */
export type SpanRow = [number, number, number | null, SpanKind, number, number, string];

export interface SlotSnapshot {
  rows: { node: string; name: string; slot: number }[];
  spans: SpanRow[];
  /** On the clock of the spans. */
  now_ms: number;
}

/** From a node, to a node (ids), how many leases. */
export type StealRow = [string, string, number];

export interface JobSnapshot {
  /** Of a very long job, params and the log of its error are null here. */
  job: Omit<Job, 'params'> & { params: Job['params'] | null };
  eta: EtaRange | null;
  /** Null before the first lease, and for a job that is no longer remembered tile by tile. */
  tiles: TileSnapshot | null;
  slots: SlotSnapshot;
  steals: StealRow[];
}

export type NodeState =
  'ready' | 'full' | 'unwilling' | 'draining' | 'paused' | 'suspect' | 'lost' | 'pending' | 'announced';

export interface Node {
  id: string | null;
  name: string;
  state: NodeState;
  slots: number;
  running: number;
  queued: number;
  incarnation: number;
  address: string | null;
  code?: string | null;
  connected_at: string | null;
  round_trip_ms: number | null;
  host: {
    host_name: string;
    operating_system: string;
    architecture: string;
    cpus: number;
    memory_bytes: number;
  } | null;
  engine: {
    name: string;
    compiling: boolean;
    scalar_ms: number;
    simd_ms: number;
    warning: string;
  } | null;
  sandbox: { low_priority: boolean; core_dumps_off: boolean; own_network: boolean } | null;
  load: { cpu_share: number; memory_free_bytes: number; cache_bytes: number; spooled: number } | null;
  tasks: { accepted: number; failed: number };
  /** Why it takes no work, by its own word. */
  unwilling_because: string | null;
  warm_modules: string[];
}

export interface NodeLease {
  job_id: string;
  from: number;
  to: number;
  state: string;
  age_ms: number;
}

export interface NodeSnapshot {
  node: Node;
  leases: NodeLease[];
}

export interface JobEvent {
  at: string;
  kind: string;
  message: string;
  grains: string | null;
  node_id: string | null;
}

export interface JobEvents {
  job_id: string;
  dropped: number;
  events: JobEvent[];
}

export interface Explanation {
  job_id: string;
  grains: string | null;
  summary: string;
  reasons: string[];
  events: JobEvent[];
}

export interface TaskTypeParameter {
  name: string;
  allowed: string;
  default_value: string;
  meaning: string;
}

export interface TaskType {
  name: string;
  summary: string;
  parameters: TaskTypeParameter[];
  inputs: { name: string; required: boolean; meaning: string }[];
  formats: string[];
}

export interface Module {
  sha256: string;
  state: 'free' | 'quarantined';
  shape: 'native' | 'wasi_command';
  phases: string[] | null;
  bytes: number;
  memory_bytes_min: number;
  memory_bytes_max: number;
  functions: number;
  imports: string[];
  exports: string[];
  warnings: string[];
}

export interface Problem {
  title: string;
  status: number;
  code: string;
  detail: string;
  hint?: string | null;
  field?: string | null;
  complaints?: { what: string; fix: string }[] | null;
}

export type Role = 'viewer' | 'submitter' | 'admin';

export interface Session {
  token: string;
  role: Role;
  name: string;
  expires_at: string;
}
