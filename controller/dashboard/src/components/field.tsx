import type { ComponentChildren } from 'preact';
import type { Problem } from '../api/wire';

/** What every field of the form is given: its name in refusals, and the last refusal. */
export interface FieldProps {
  name: string;
  label: string;
  note?: string;
  problem: Problem | null;
}

/** Whether the refusal is about this field or a part of it. */
export function isAbout(problem: Problem | null, name: string): boolean {
  return problem?.field === name || problem?.field?.startsWith(`${name}.`) === true;
}

function Frame(props: FieldProps & { children: ComponentChildren }) {
  const wrong = isAbout(props.problem, props.name);
  return (
    <div class={wrong ? 'field field-wrong' : 'field'}>
      <label for={`field-${props.name}`}>{props.label}</label>
      {props.children}
      {props.note !== undefined && (
        <p class="note" id={`note-${props.name}`}>
          {props.note}
        </p>
      )}
      {wrong && props.problem && (
        <p class="wrong" id={`wrong-${props.name}`}>
          {props.problem.detail}
          {props.problem.hint != null && props.problem.hint !== '' && <> — {props.problem.hint}</>}
        </p>
      )}
    </div>
  );
}

/** The attributes that tie a field to its note and its refusal. */
function attributes(props: FieldProps) {
  const wrong = isAbout(props.problem, props.name);
  const described = [props.note !== undefined && `note-${props.name}`, wrong && `wrong-${props.name}`];
  return {
    id: `field-${props.name}`,
    name: props.name,
    'aria-invalid': wrong,
    'aria-describedby': described.filter(id => id !== false).join(' ') || undefined,
  };
}

export function TextField(props: FieldProps & { value: string; onValue: (value: string) => void }) {
  return (
    <Frame {...props}>
      <input
        {...attributes(props)}
        type="text"
        value={props.value}
        spellcheck={false}
        autocomplete="off"
        onInput={event => props.onValue(event.currentTarget.value)}
      />
    </Frame>
  );
}

export function ChoiceField(
  props: FieldProps & {
    choices: { value: string; text: string }[];
    value: string;
    onValue: (value: string) => void;
  },
) {
  return (
    <Frame {...props}>
      <select
        {...attributes(props)}
        value={props.value}
        onChange={event => props.onValue(event.currentTarget.value)}
      >
        {props.choices.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </Frame>
  );
}

export function FileField(props: FieldProps & { accept?: string; onFile: (file: File | null) => void }) {
  return (
    <Frame {...props}>
      <input
        {...attributes(props)}
        type="file"
        accept={props.accept}
        onChange={event => props.onFile(event.currentTarget.files?.[0] ?? null)}
      />
    </Frame>
  );
}
