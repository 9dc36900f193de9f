import { useEffect, useState } from 'preact/hooks';
import type { Job } from '../api/wire';
import { Panel } from '../components/basics';
import { useApp } from '../state/app';
import { firstLines } from '../state/save';

const LINES = 12;

/** The beginning of a result that is text. */
export function ResultPreview({ job, path }: { job: Job; path: string }) {
  const { client } = useApp();
  const [text, setText] = useState<string | null>(null);
  const isText = job.result?.content_type.startsWith('text/') === true;
  useEffect(() => {
    if (!isText) return;
    const stop = new AbortController();
    firstLines(client, `${path}/result`, LINES, stop.signal).then(setText, () => setText(null));
    return () => stop.abort();
  }, [client, path, isText]);
  if (text === null || job.result === null) return null;
  return (
    <Panel title="Result" id="result" aside={<span class="muted">its first lines</span>}>
      <pre tabIndex={0}>{text}</pre>
    </Panel>
  );
}
