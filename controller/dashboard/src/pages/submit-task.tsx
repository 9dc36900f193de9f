import type { TaskType, TaskTypeParameter } from '../api/wire';
import { ChoiceField, FileField, TextField } from '../components/field';
import { choicesIn, type FormValues, suggestion, taskRequest } from '../job-request';
import { type SubmitForm, SubmitFrame, useSubmitForm } from './submit-form';

/** The form of a built-in type: its fields are what the controller says the type takes. */
export function TaskForm({ type }: { type: TaskType }) {
  const form = useSubmitForm(suggested(type));
  return (
    <SubmitFrame
      form={form}
      formats={type.formats}
      ready
      request={inputs => taskRequest(type, form.values, inputs)}
    >
      <p class="lead">{type.summary}</p>
      <fieldset>
        <legend>Parameters</legend>
        <div class="fields">
          {type.parameters.map(parameter => (
            <Parameter key={parameter.name} parameter={parameter} form={form} />
          ))}
        </div>
      </fieldset>
      {type.inputs.length > 0 && (
        <fieldset>
          <legend>Inputs</legend>
          <div class="fields">
            {type.inputs.map(input => (
              <FileField
                key={input.name}
                name={`inputs.${input.name}`}
                label={input.name + (input.required ? '' : ' (optional)')}
                note={input.meaning}
                problem={form.problem}
                onFile={file => form.setFile(input.name, file)}
              />
            ))}
          </div>
        </fieldset>
      )}
    </SubmitFrame>
  );
}

function suggested(type: TaskType): FormValues {
  const values: FormValues = {};
  for (const { name } of type.parameters) values[`params.${name}`] = suggestion(type.name, `params.${name}`);
  return values;
}

function Parameter({ parameter, form }: { parameter: TaskTypeParameter; form: SubmitForm }) {
  const name = `params.${parameter.name}`;
  const choices = choicesIn(parameter.allowed);
  const common = {
    name,
    label: parameter.name,
    problem: form.problem,
    value: form.values[name] ?? '',
    onValue: (value: string) => form.set(name, value),
  };
  const byDefault = parameter.default_value === '' ? '' : `; default ${parameter.default_value}`;
  if (choices === null) {
    return <TextField {...common} note={`${parameter.meaning}: ${parameter.allowed}${byDefault}`} />;
  }
  const defaultWord = parameter.default_value.replaceAll('"', '');
  return (
    <ChoiceField
      {...common}
      note={parameter.meaning}
      choices={[
        { value: '', text: defaultWord === '' ? 'choose' : `${defaultWord} (default)` },
        ...choices.filter(choice => choice !== defaultWord).map(choice => ({ value: choice, text: choice })),
      ]}
    />
  );
}
