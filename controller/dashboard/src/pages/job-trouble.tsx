import type { Job } from '../api/wire';
import { hrefOf } from '../route';

/** Why it failed, and what the guest wrote. */
export function JobTrouble({ job }: { job: Job }) {
  const { error } = job;
  if (error === null) return null;
  return (
    <section class="panel trouble" aria-labelledby="trouble">
      <header>
        <h2 id="trouble">{error.code}</h2>
      </header>
      <p>{error.message}</p>
      {error.hint !== null && <p class="hint">{error.hint}</p>}
      {(error.grains !== null || error.nodes.length > 0) && (
        <p class="muted">
          {error.grains !== null && <>Grains {error.grains}. </>}
          {error.nodes.length > 0 && 'Tried on '}
          {error.nodes.map((node, index) => (
            <span key={node}>
              {index > 0 && ', '}
              <a href={hrefOf({ page: 'node', id: node })}>{node}</a>
            </span>
          ))}
        </p>
      )}
      {error.log !== null && error.log !== '' && (
        <>
          <h3>What the guest wrote</h3>
          <pre tabIndex={0}>{error.log}</pre>
        </>
      )}
    </section>
  );
}
