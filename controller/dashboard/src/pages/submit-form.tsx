import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { RefusedError } from '../api/client';
import type { Job, Problem } from '../api/wire';
import { ChoiceField, TextField } from '../components/field';
import type { FormValues, StoredInput } from '../job-request';
import { hrefOf } from '../route';
import { useApp } from '../state/app';
import { storeFile } from '../state/upload';
import { messageOf } from '../api/client';

/** Values, files and the last refusal of a form that submits a job. */
export interface SubmitForm {
  values: FormValues;
  set: (name: string, value: string) => void;
  setFile: (name: string, file: File | null) => void;
  problem: Problem | null;
  refuse: (error: unknown) => void;
}

export function useSubmitForm(first: FormValues): SubmitForm & { files: Record<string, File> } {
  const [values, setValues] = useState(first);
  const [files, setFiles] = useState<Record<string, File>>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  return {
    values,
    files,
    problem,
    set: (name, value) => setValues(known => ({ ...known, [name]: value })),
    setFile: (name, file) =>
      setFiles(known => {
        const { [name]: former, ...others } = known;
        return file ? { ...others, [name]: file } : others;
      }),
    refuse: error => setProblem(error === null ? null : problemFrom(error)),
  };
}

/** Trouble that is not the controller's refusal looks the same, without a field. */
function problemFrom(error: unknown): Problem {
  if (error instanceof RefusedError) return error.problem;
  return { title: '', status: 0, code: '', detail: messageOf(error) };
}

/**
 * The frame of both forms: options that every job has, the button, and the refusal where no field shows it.
 *
 * @param request makes the body, once the inputs are stored
 */
export function SubmitFrame(props: {
  form: ReturnType<typeof useSubmitForm>;
  formats: string[];
  request: (inputs: Record<string, StoredInput>) => object;
  ready: boolean;
  children: ComponentChildren;
}) {
  const { client } = useApp();
  const { form } = props;
  const element = useRef<HTMLFormElement>(null);
  const [step, setStep] = useState<string | null>(null);

  const submit = async () => {
    if (step !== null) return;
    form.refuse(null);
    try {
      const inputs: Record<string, StoredInput> = {};
      for (const [name, file] of Object.entries(form.files)) {
        setStep(`Sending ${file.name}…`);
        inputs[name] = await storeFile(client, file);
      }
      setStep('Planning…');
      const job = await client.json<Job>('/v1/jobs', { method: 'POST', json: props.request(inputs) });
      location.hash = hrefOf({ page: 'job', id: job.id });
    } catch (error) {
      form.refuse(error);
    } finally {
      setStep(null);
    }
  };

  // The refused field gets the focus together with its message, so that it is read out and no key goes elsewhere.
  useLayoutEffect(() => {
    element.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [form.problem]);

  const shownAtField = form.problem?.field != null && element.current?.querySelector('[aria-invalid=true]');
  return (
    <form
      ref={element}
      class="submit panel"
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void submit();
      }}
    >
      {form.problem && !shownAtField && <Refusal problem={form.problem} />}
      {props.children}
      <fieldset>
        <legend>Options</legend>
        <div class="fields">
          <ChoiceField
            name="output_format"
            label="Result as"
            problem={form.problem}
            choices={props.formats.map((format, index) => ({
              value: index === 0 ? '' : format,
              text: index === 0 ? `${format} (default)` : format,
            }))}
            value={form.values['output_format'] ?? ''}
            onValue={value => form.set('output_format', value)}
          />
          <ChoiceField
            name="priority"
            label="Priority"
            problem={form.problem}
            choices={['low', 'normal', 'high'].map(text => ({ value: text === 'normal' ? '' : text, text }))}
            value={form.values['priority'] ?? ''}
            onValue={value => form.set('priority', value)}
          />
          <TextField
            name="slots_max"
            label="Slots at most"
            note="Empty: as many as there are."
            problem={form.problem}
            value={form.values['slots_max'] ?? ''}
            onValue={value => form.set('slots_max', value)}
          />
          <ChoiceField
            name="cache"
            label="An earlier result of the same work"
            problem={form.problem}
            choices={[
              { value: '', text: 'will do' },
              { value: 'false', text: 'will not do: compute' },
            ]}
            value={form.values['cache'] ?? ''}
            onValue={value => form.set('cache', value)}
          />
        </div>
      </fieldset>
      <div class="actions">
        <button type="submit" class="primary" aria-disabled={step !== null || !props.ready}>
          Submit the job
        </button>
        <span role="status">{step}</span>
      </div>
    </form>
  );
}

export function Refusal({ problem }: { problem: Problem }) {
  return (
    <div class="banner banner-trouble" role="alert">
      <p>
        {problem.detail}
        {problem.hint != null && problem.hint !== '' && <> — {problem.hint}</>}
      </p>
      {problem.complaints && problem.complaints.length > 0 && (
        <ul>
          {problem.complaints.map(complaint => (
            <li key={complaint.what}>
              {complaint.what}
              {complaint.fix !== '' && <div class="hint">{complaint.fix}</div>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
