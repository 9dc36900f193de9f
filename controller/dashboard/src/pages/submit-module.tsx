import { useState } from 'preact/hooks';
import type { Module } from '../api/wire';
import { StateChip } from '../components/basics';
import { FileField, TextField } from '../components/field';
import { bytes, counted, shortHash } from '../format';
import { moduleRequest } from '../job-request';
import { useApp } from '../state/app';
import { Fact } from './job-facts';
import { SubmitFrame, useSubmitForm } from './submit-form';

const FIELDS = [
  { name: 'split', label: 'Input in pieces', note: 'auto, none, module, lines:N, bytes:N; default auto' },
  { name: 'memory_bytes_max', label: 'Memory of a task, bytes', note: 'default 268435456' },
  { name: 'wall_millis_max', label: 'Time of a task, milliseconds', note: 'default 30000' },
  { name: 'output_bytes_max', label: 'Output of a task, bytes', note: 'default 67108864' },
  { name: 'fuel', label: 'Fuel of a task', note: '0: not counted' },
] as const;

/** A module of one's own: it is checked as soon as the file is chosen. */
export function ModuleForm() {
  const { client } = useApp();
  const form = useSubmitForm({});
  const [module, setModule] = useState<Module | null>(null);
  const [busy, setBusy] = useState(false);

  const check = async (file: File | null) => {
    setModule(null);
    form.refuse(null);
    if (file === null) return;
    setBusy(true);
    try {
      const headers = { 'Content-Type': 'application/wasm' };
      setModule(await client.json<Module>('/v1/modules', { method: 'PUT', body: file, headers }));
    } catch (error) {
      form.refuse(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <SubmitFrame
      form={form}
      formats={['bin', 'tar']}
      ready={module !== null}
      request={inputs => {
        if (module === null) throw new Error('Choose a module first.');
        return moduleRequest(
          module.sha256,
          form.values,
          inputs,
          FIELDS.map(field => field.name),
        );
      }}
    >
      <p class="lead">
        A WebAssembly module that you wrote. “controller task new” begins one, and
        documentation/task-authors.md tells how.
      </p>
      <fieldset>
        <legend>Module</legend>
        <FileField
          name="module.sha256"
          label="File"
          accept=".wasm,application/wasm"
          note="It is sent and checked at once; nothing runs yet."
          problem={form.problem}
          onFile={file => void check(file)}
        />
        <div role="status">
          {busy && <p class="muted">Checking…</p>}
          {module && <Verdict module={module} />}
        </div>
      </fieldset>
      <fieldset>
        <legend>Input and limits</legend>
        <div class="fields">
          <FileField
            name="inputs.input"
            label="input"
            note="one file"
            problem={form.problem}
            onFile={file => form.setFile('input', file)}
          />
          {FIELDS.map(({ name, label, note }) => (
            <TextField
              key={name}
              name={`module.${name}`}
              label={label}
              note={note}
              problem={form.problem}
              value={form.values[`module.${name}`] ?? ''}
              onValue={value => form.set(`module.${name}`, value)}
            />
          ))}
        </div>
      </fieldset>
    </SubmitFrame>
  );
}

/** What the controller found in the module. */
function Verdict({ module }: { module: Module }) {
  return (
    <div class="verdict">
      <p>
        <StateChip state={module.state} /> <span class="id">{shortHash(module.sha256)}</span>
      </p>
      <dl class="facts">
        <Fact name="Shape" value={module.shape === 'native' ? 'native' : 'WASI command'} />
        {module.phases && <Fact name="Phases" value={module.phases.join(', ')} />}
        <Fact name="Size" value={`${bytes(module.bytes)}, ${counted(module.functions, 'function')}`} />
        <Fact
          name="Memory"
          value={`${bytes(module.memory_bytes_min)} to ${bytes(module.memory_bytes_max)}`}
        />
        <Fact name="Imports" value={module.imports.length === 0 ? 'none' : module.imports.join(', ')} />
      </dl>
      {module.warnings.length > 0 && (
        <ul class="warn">
          {module.warnings.map(warning => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
