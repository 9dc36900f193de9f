import type { Job } from '../api/wire';
import { ActionButton } from '../components/basics';
import { bytes } from '../format';
import { useApp } from '../state/app';
import { useNotices } from '../state/notices';
import { saveAs } from '../state/save';

/** What can be done with the job as it is. */
export function JobActions({ job, path }: { job: Job; path: string }) {
  const { client, session } = useApp();
  const notices = useNotices();
  const attempt = async (work: () => Promise<unknown>, done: string) => {
    try {
      await work();
      notices.done(done);
    } catch (error) {
      notices.trouble(error);
    }
  };
  const mayChange = session.role !== 'viewer';
  const { result } = job;
  return (
    <div class="actions">
      {result !== null && (
        <ActionButton
          primary
          action={() =>
            attempt(() => saveAs(client, `${path}/result`, result.file_name), `${result.file_name} is saved.`)
          }
        >
          Download {result.file_name} <span class="muted-on-primary">{bytes(result.bytes)}</span>
        </ActionButton>
      )}
      {mayChange && (job.state === 'queued' || job.state === 'running') && (
        <ActionButton
          danger
          action={() =>
            attempt(() => client.send(path, { method: 'DELETE' }), 'Cancelled. What is done is kept.')
          }
        >
          Cancel
        </ActionButton>
      )}
      {mayChange && (job.state === 'failed' || job.state === 'cancelled') && (
        <ActionButton
          primary
          action={() => attempt(() => client.send(`${path}/resume`, { method: 'POST' }), 'It goes on.')}
        >
          Resume
        </ActionButton>
      )}
      <ActionButton
        action={() =>
          attempt(() => saveAs(client, `${path}/trace`, `${job.id}.trace.json`), 'Open it in Perfetto.')
        }
      >
        Save trace
      </ActionButton>
    </div>
  );
}
