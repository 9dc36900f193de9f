/** Where in the dashboard one is; the whole of it stands behind the # of the address. */
export type Route =
  | { page: 'overview' }
  | { page: 'job'; id: string }
  | { page: 'node'; id: string }
  | { page: 'submit'; type: string | null }
  | { page: 'events' }
  | { page: 'unknown'; hash: string };

/** @param hash with or without the leading # */
export function parseRoute(hash: string): Route {
  const text = hash.replace(/^#/, '');
  const [path = '', query = ''] = text.split('?', 2);
  const parts = path.split('/').filter(part => part !== '');
  const [page, id, ...more] = parts;
  if (page === undefined) return { page: 'overview' };
  if (more.length === 0 && id !== undefined && (page === 'jobs' || page === 'nodes')) {
    const decoded = decodedPart(id);
    if (decoded !== null) return { page: page === 'jobs' ? 'job' : 'node', id: decoded };
  }
  if (id === undefined && page === 'submit') {
    return { page: 'submit', type: new URLSearchParams(query).get('type') };
  }
  if (id === undefined && page === 'events') return { page: 'events' };
  return { page: 'unknown', hash };
}

function decodedPart(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

export function hrefOf(route: Route): string {
  switch (route.page) {
    case 'overview':
      return '#/';
    case 'job':
      return `#/jobs/${encodeURIComponent(route.id)}`;
    case 'node':
      return `#/nodes/${encodeURIComponent(route.id)}`;
    case 'submit':
      return route.type === null ? '#/submit' : `#/submit?type=${encodeURIComponent(route.type)}`;
    case 'events':
      return '#/events';
    case 'unknown':
      return route.hash;
  }
}

/** For the title of the window. */
export function titleOf(route: Route): string {
  switch (route.page) {
    case 'overview':
      return 'Overview';
    case 'job':
      return `Job ${route.id}`;
    case 'node':
      return `Node ${route.id}`;
    case 'submit':
      return 'Submit a job';
    case 'events':
      return 'Events';
    case 'unknown':
      return 'Nothing here';
  }
}
