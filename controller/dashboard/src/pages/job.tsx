import type { Job, JobSnapshot } from '../api/wire';
import { Empty, EstimateChip, Panel, Progress, StateChip } from '../components/basics';
import { StealFlow } from '../components/steal-flow';
import { TaskStream } from '../components/task-stream';
import { TileMap } from '../components/tile-map';
import { count, etaRange } from '../format';
import { useApp } from '../state/app';
import { useFetched } from '../state/fetched';
import { usePreview } from '../state/preview';
import { JobActions } from './job-actions';
import { Attempts, Facts, Params } from './job-facts';
import { History } from './job-history';
import { ResultPreview } from './job-result';
import { JobTrouble } from './job-trouble';

export function JobPage({ id }: { id: string }) {
  const { live } = useApp();
  const path = `/v1/jobs/${encodeURIComponent(id)}`;
  const snapshot = live.job;
  // The whole job, where the live one may be cut, and for as long as there is none.
  const whole = useFetched<Job>(path, snapshot?.job.state ?? null);
  const job = merged(whole.value, snapshot);
  if (job === null) {
    return (
      <>
        <h1>Job {id}</h1>
        <Empty title={whole.trouble ?? 'Waiting for the controller…'} />
      </>
    );
  }
  return <Whole job={job} snapshot={snapshot} path={path} />;
}

/** What is newer wins; what the live one leaves out stays. */
function merged(whole: Job | null, snapshot: JobSnapshot | null): Job | null {
  if (!snapshot) return whole;
  const { job } = snapshot;
  if (whole && whole.version > job.version) return whole;
  const error = job.error && { ...job.error, log: job.error.log ?? whole?.error?.log ?? null };
  return { ...job, error, params: job.params ?? whole?.params ?? {} };
}

function Whole({ job, snapshot, path }: { job: Job; snapshot: JobSnapshot | null; path: string }) {
  return (
    <>
      <div class="title-line">
        <h1>
          {job.task_type} <span class="id">{job.id}</span>
        </h1>
        <StateChip state={job.state} />
        {job.estimate && <EstimateChip />}
        <JobActions job={job} path={path} />
      </div>
      <div class="big-progress">
        <Progress fraction={job.progress.fraction} label="Progress of this job" />
        <p class="muted">
          {count(job.progress.grains_done)} of {count(job.progress.grains_total)}
          {job.progress.grains_open ? ' grains known so far' : ' grains'}
          {job.progress.grains_running > 0 && `, ${count(job.progress.grains_running)} out`}
          {snapshot?.eta && <> · about {etaRange(snapshot.eta)} left</>}
        </p>
        {job.waiting_reason !== null && <p class="reason">{job.waiting_reason}</p>}
      </div>
      <JobTrouble job={job} />
      <div class="columns">
        <div>
          <Tiles job={job} snapshot={snapshot} path={path} />
          {snapshot && snapshot.slots.spans.length > 0 && (
            <Panel title="Task stream" id="stream" aside={<span class="muted">one row for each slot</span>}>
              <TaskStream slots={snapshot.slots} />
            </Panel>
          )}
          <History path={path} version={`${job.version}`} />
        </div>
        <div>
          <ResultPreview job={job} path={path} />
          <Facts job={job} />
          <Params job={job} />
          <Attempts job={job} />
          {snapshot && snapshot.steals.length > 0 && (
            <Panel title="Steals" id="steals" aside={<span class="muted">from → to</span>}>
              <StealFlow steals={snapshot.steals} names={nodeNames(snapshot)} />
            </Panel>
          )}
        </div>
      </div>
    </>
  );
}

const PREVIEW_WIDTH = 1024;

function Tiles({ job, snapshot, path }: { job: Job; snapshot: JobSnapshot | null; path: string }) {
  const tiles = snapshot?.tiles ?? null;
  const aspect = tiles === null ? null : pictureAspect(job);
  const preview = aspect === null ? null : `${path}/preview?width=${PREVIEW_WIDTH}`;
  const picture = usePreview(preview, job.progress.grains_done);
  if (tiles === null) return null;
  return (
    <Panel title={aspect === null ? 'Tiles' : 'Picture'} id="tiles">
      <TileMap tiles={tiles} picture={picture} aspect={picture === null ? null : aspect} />
    </Panel>
  );
}

/** Width by height of the picture that a job draws; null if it draws none. */
function pictureAspect(job: Job): number | null {
  const { width, height } = job.params;
  if (job.task_type !== 'mandelbrot') return null;
  return typeof width === 'number' && typeof height === 'number' && height > 0 ? width / height : null;
}

function nodeNames(snapshot: JobSnapshot): Map<string, string> {
  return new Map(snapshot.slots.rows.map(row => [row.node, row.name]));
}
