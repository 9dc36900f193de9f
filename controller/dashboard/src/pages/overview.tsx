import { Empty, Panel, Stat } from '../components/basics';
import { ThroughputChart } from '../components/chart';
import { count, duration, rate } from '../format';
import { useApp } from '../state/app';
import type { Overview } from '../api/wire';
import { JobsPanel } from './overview-jobs';
import { NodesPanel } from './overview-nodes';
import { PendingPanel } from './overview-pending';

export function OverviewPage() {
  const { live } = useApp();
  const overview = live.overview;
  return (
    <>
      <h1 class="visually-hidden">Overview</h1>
      {overview === null ? <Empty title="Waiting for the controller…" /> : <Whole overview={overview} />}
    </>
  );
}

function Whole({ overview }: { overview: Overview }) {
  const { live } = useApp();
  return (
    <>
      <Stats overview={overview} />
      {overview.pending.length > 0 && <PendingPanel pending={overview.pending} />}
      <Panel
        title="Throughput"
        id="throughput"
        aside={<span class="muted">tasks a second, ten minutes</span>}
      >
        <ThroughputChart history={live.history} atMillis={Date.parse(overview.at)} />
      </Panel>
      <JobsPanel overview={overview} />
      <NodesPanel overview={overview} />
      <footer class="colophon">
        ProcessDistro {overview.controller.version} · life {count(overview.controller.epoch)} of this
        controller, since{' '}
        {duration(Math.max(1000, Date.parse(overview.at) - Date.parse(overview.controller.started_at)))}
        {overview.controller.loop_lag_p99_ms !== null && (
          <> · event loop late by {duration(overview.controller.loop_lag_p99_ms)} at most, 99 times of 100</>
        )}
      </footer>
    </>
  );
}

function Stats({ overview }: { overview: Overview }) {
  const { nodes, jobs, throughput } = overview;
  const shareBusy = nodes.slots === 0 ? 0 : nodes.running / nodes.slots;
  return (
    <dl class="stats">
      <Stat label="Tasks a second" value={rate(throughput.tasks_per_second)} />
      <Stat label="Grains a second" value={rate(throughput.grains_per_second)} />
      <Stat
        label="Slots busy"
        value={`${count(nodes.running)} / ${count(nodes.slots)}`}
        note={nodes.slots === 0 ? 'no slots' : `${Math.round(shareBusy * 100)} %`}
      />
      <Stat label="Nodes ready" value={`${count(nodes.ready)} / ${count(nodes.total)}`} />
      <Stat label="Jobs running" value={count(jobs.running)} note={`${count(jobs.queued)} queued`} />
      <Stat
        label="Jobs done"
        value={count(jobs.completed)}
        note={jobs.failed > 0 ? `${count(jobs.failed)} failed` : 'none failed'}
      />
    </dl>
  );
}
