import { Empty, EstimateChip, Panel, Progress, StateChip, TableFrame } from '../components/basics';
import type { JobRow, Overview } from '../api/wire';
import { ago, count, counted, duration, etaRange } from '../format';
import { hrefOf } from '../route';

export function JobsPanel({ overview }: { overview: Overview }) {
  const { list, omitted } = overview.jobs;
  return (
    <Panel title="Jobs" id="jobs" aside={<a href="#/submit">Submit a job</a>}>
      {list.length === 0 ? (
        <Empty title="No job yet.">
          <p>
            <a href="#/submit?type=mandelbrot">Draw the Mandelbrot set</a>, and watch the picture grow.
          </p>
        </Empty>
      ) : (
        <TableFrame label="Jobs">
          <table class="jobs">
            <thead>
              <tr>
                <th scope="col">Job</th>
                <th scope="col">State</th>
                <th scope="col" class="wide">
                  Progress
                </th>
                <th scope="col">Left</th>
                <th scope="col" class="minor">
                  Of
                </th>
                <th scope="col" class="minor">
                  Submitted
                </th>
              </tr>
            </thead>
            <tbody>
              {list.map(job => (
                <Row key={job.id} job={job} at={overview.at} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      {omitted > 0 && (
        <p class="muted">
          {counted(omitted, 'older job')} not shown: “controller jobs --limit{' '}
          {count(Math.min(500, list.length + omitted))}” lists more.
        </p>
      )}
    </Panel>
  );
}

function Row({ job, at }: { job: JobRow; at: string }) {
  const finished = job.finished_at;
  return (
    <tr>
      <td>
        <a class="strong" href={hrefOf({ page: 'job', id: job.id })}>
          {job.task_type}
        </a>{' '}
        <span class="id">{job.id}</span> {job.estimate && <EstimateChip />}
        {job.waiting_reason !== null && <div class="muted reason">{job.waiting_reason}</div>}
      </td>
      <td>
        <StateChip state={job.state} />
      </td>
      <td class="wide">
        <Progress fraction={job.fraction} label={`Progress of job ${job.id}`} />
      </td>
      <td class="number">
        {finished !== null ? (
          <span class="muted">took {duration(Date.parse(finished) - Date.parse(job.submitted_at))}</span>
        ) : job.eta !== null ? (
          etaRange(job.eta)
        ) : (
          <span class="muted">not known</span>
        )}
      </td>
      <td class="minor">
        {job.submitter}
        {job.priority !== 'normal' && <span class="muted"> · {job.priority}</span>}
      </td>
      <td class="minor muted">{ago(job.submitted_at, Date.parse(at))}</td>
    </tr>
  );
}
