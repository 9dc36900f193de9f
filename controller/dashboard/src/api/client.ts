import type { Problem } from './wire';

/** The controller answered, and refused. */
export class RefusedError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.hint ? `${problem.detail} (${problem.hint})` : problem.detail);
    this.name = 'RefusedError';
  }
}

/** No answer came, or one that is not the controller's. */
export class UnreachableError extends Error {
  constructor(message = 'The controller does not answer.') {
    super(message);
    this.name = 'UnreachableError';
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export interface Request {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is. */
  body?: Blob;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Requests to this page's controller, with the session's token. */
export class Client {
  /**
   * @param token read for each request, so that a new log-in counts at once
   * @param onExpired called when the controller does not take the token any more
   */
  constructor(
    private readonly token: () => string | null,
    private readonly onExpired: (refusedToken: string) => void,
  ) {}

  /** @throws RefusedError, UnreachableError, or AbortError when the signal says so */
  async send(path: string, request: Request = {}): Promise<Response> {
    const token = this.token();
    const headers: Record<string, string> = { ...request.headers };
    if (token !== null) headers['Authorization'] = `Bearer ${token}`;
    if (request.json !== undefined) headers['Content-Type'] = 'application/json';
    const init: RequestInit = { method: request.method ?? 'GET', headers, cache: 'no-store' };
    if (request.json !== undefined) init.body = JSON.stringify(request.json);
    if (request.body) init.body = request.body;
    if (request.signal) init.signal = request.signal;

    let response: Response;
    try {
      response = await fetch(path, init);
    } catch (error) {
      if (request.signal?.aborted) throw error;
      throw new UnreachableError();
    }
    if (response.ok) return response;
    const problem = await problemOf(response);
    if (response.status === 401 && token !== null) this.onExpired(token);
    throw new RefusedError(problem);
  }

  async json<T>(path: string, request: Request = {}): Promise<T> {
    const response = await this.send(path, request);
    try {
      return (await response.json()) as T;
    } catch (error) {
      if (request.signal?.aborted) throw error;
      throw new UnreachableError('The answer broke off.');
    }
  }
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const problem = (await response.json()) as Partial<Problem>;
    if (typeof problem.detail === 'string') return problem as Problem;
  } catch {
    // What stands between sent a page of its own.
  }
  const title = response.statusText || 'refused';
  return { title, status: response.status, code: '', detail: `The answer was ${response.status} ${title}.` };
}
