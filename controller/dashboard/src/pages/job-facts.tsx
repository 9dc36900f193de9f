import type { AttemptOutcome, Job } from '../api/wire';
import { Panel } from '../components/basics';
import { bytes, count, dateAndClock, duration, jsonText, shortHash } from '../format';
import { hrefOf } from '../route';

export function Facts({ job }: { job: Job }) {
  const { result, timing } = job;
  return (
    <Panel title="Facts" id="facts">
      <dl class="facts">
        <Fact name="Submitted" value={`${dateAndClock(job.submitted_at)} by ${job.submitter}`} />
        <Fact name="Priority" value={job.priority} />
        {job.module !== null && <Fact name="Module" value={shortHash(job.module)} />}
        <Fact name="Planning" value={duration(timing.plan_ms)} />
        <Fact name="Running" value={duration(timing.run_ms)} />
        <Fact name="Whole" value={duration(timing.total_ms)} />
        <Fact
          name="Slot time"
          value={`${duration(timing.slot_ms)}, ${duration(timing.kernel_ms)} in the guest`}
        />
        {result !== null && <Fact name="Result" value={`${result.file_name}, ${bytes(result.bytes)}`} />}
        {result?.sha256 != null && <Fact name="SHA-256" value={shortHash(result.sha256)} />}
        {result?.reused_from != null && (
          <div>
            <dt>Taken from</dt>
            <dd>
              <a href={hrefOf({ page: 'job', id: result.reused_from })}>{result.reused_from}</a>
            </dd>
          </div>
        )}
      </dl>
    </Panel>
  );
}

export function Params({ job }: { job: Job }) {
  const entries = Object.entries(job.params);
  if (entries.length === 0) return null;
  return (
    <Panel title="Parameters" id="params">
      <dl class="facts">
        {entries.map(([name, value]) => (
          <Fact key={name} name={name} value={jsonText(value)} />
        ))}
      </dl>
    </Panel>
  );
}

export function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

const OUTCOMES: [AttemptOutcome, string][] = [
  ['accepted', 'accepted'],
  ['failed', 'failed'],
  ['lost', 'lost with their node'],
  ['cancelled', 'cancelled'],
  ['duplicate', 'duplicate: somebody was faster'],
  ['stale', 'stale: the lease was over'],
  ['invalid', 'invalid result'],
];

/** How every attempt ended, and what the scheduler did about it. */
export function Attempts({ job }: { job: Job }) {
  const { stats } = job;
  return (
    <Panel title="Attempts" id="attempts" aside={<span class="number">{count(stats.attempts)}</span>}>
      <dl class="facts">
        {OUTCOMES.filter(([outcome]) => outcome === 'accepted' || stats[outcome] > 0).map(
          ([outcome, words]) => (
            <Fact key={outcome} name={words} value={count(stats[outcome])} />
          ),
        )}
        <Fact name="retries" value={count(stats.retries)} />
        <Fact name="steals" value={count(stats.steals)} />
        <Fact name="run twice" value={count(stats.hedges)} />
      </dl>
    </Panel>
  );
}
