import type { TaskType } from '../api/wire';
import { Empty } from '../components/basics';
import { useFetched } from '../state/fetched';
import { hrefOf } from '../route';
import { ModuleForm } from './submit-module';
import { TaskForm } from './submit-task';

/** Has a form of its own. */
const OWN_MODULE = 'module';

/** @param type of the form, from the address; null for the first */
export function SubmitPage({ type }: { type: string | null }) {
  const types = useFetched<{ task_types: TaskType[] }>('/v1/task-types', null);
  const known = (types.value?.task_types ?? []).filter(each => each.name !== OWN_MODULE);
  const chosen = type ?? known[0]?.name ?? null;
  const taskType = known.find(each => each.name === chosen);
  return (
    <>
      <h1>Submit a job</h1>
      {types.value === null ? (
        <Empty title={types.trouble ?? 'Waiting for the controller…'} />
      ) : (
        <>
          <nav class="tabs" aria-label="Kind of job">
            {known.map(each => (
              <Tab key={each.name} type={each.name} label={each.name} chosen={chosen} />
            ))}
            <Tab type={OWN_MODULE} label="your own module" chosen={chosen} />
          </nav>
          {chosen === OWN_MODULE ? (
            <ModuleForm />
          ) : taskType ? (
            <TaskForm key={taskType.name} type={taskType} />
          ) : (
            <Empty title={`There is no task type “${chosen}” here.`} />
          )}
        </>
      )}
    </>
  );
}

function Tab({ type, label, chosen }: { type: string; label: string; chosen: string | null }) {
  return (
    <a href={hrefOf({ page: 'submit', type })} aria-current={type === chosen ? 'page' : undefined}>
      {label}
    </a>
  );
}
