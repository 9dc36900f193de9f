import type { StealRow } from '../api/wire';
import { counted } from '../format';

const PAIRS_MAX = 8;

/**
 * From whom to whom work moved, the strongest flows first, as bars with their numbers.
 *
 * @param names of nodes by id; one that is not known is shown by its id
 */
export function StealFlow({ steals, names }: { steals: StealRow[]; names: Map<string, string> }) {
  const strongest = [...steals].sort((left, right) => right[2] - left[2]);
  const shown = strongest.slice(0, PAIRS_MAX);
  const most = shown[0]?.[2] ?? 1;
  return (
    <>
      <ol class="steals">
        {shown.map(([from, to, number]) => (
          <li key={`${from} ${to}`}>
            <span class="steal-names">
              <span class="ellipsis">{names.get(from) ?? from}</span>
              <span aria-label="to">→</span>
              <span class="ellipsis">{names.get(to) ?? to}</span>
            </span>
            <svg class="steal-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect x="0" y="1" width={Math.max(2, (number / most) * 100)} height="8" rx="2" />
            </svg>
            <span class="number">{counted(number, 'lease')}</span>
          </li>
        ))}
      </ol>
      {strongest.length > shown.length && (
        <p class="muted">{counted(strongest.length - shown.length, 'weaker flow')} not shown.</p>
      )}
    </>
  );
}
