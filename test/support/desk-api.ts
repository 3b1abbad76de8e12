import { ADMIN_KEY } from './desk-process';

export interface ApiAnswer<T> {
  readonly status: number;
  readonly body: T;
}

/** Calls of the desk's API as an admin. Rejects only when there was no answer: the desk is down, or fell over it. */
export class DeskApi {
  constructor(readonly url: string) {}

  /** A body that is a string goes as it is, with the media type that is given; anything else as JSON. */
  async call<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<ApiAnswer<T>> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${ADMIN_KEY}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json');
    return { status: response.status, body: (json ? JSON.parse(text) : text) as T };
  }

  async get<T>(path: string): Promise<T> {
    const { status, body } = await this.call<T>('GET', path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** Every page of a list. */
  async all<T>(path: string): Promise<T[]> {
    const found: T[] = [];
    let cursor: string | null = null;
    do {
      const query = `${path.includes('?') ? '&' : '?'}limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
      const page: { items: T[]; nextCursor: string | null } = await this.get(path + query);
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return found;
  }

  submit(raw: string): Promise<ApiAnswer<{ reportId: string; duplicate: boolean }>> {
    return this.call('POST', '/v1/reports', raw, { 'content-type': 'message/rfc822' });
  }

  /** A gauge or counter without labels; NaN when there is none of the name. */
  async metric(name: string): Promise<number> {
    const text = await this.get<string>('/metrics');
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? NaN);
  }

  /** By label: `meldkamer_consumer_lag_seconds{consumer="view timeline"} 0`. */
  async metrics(name: string): Promise<Map<string, number>> {
    const text = await this.get<string>('/metrics');
    const found = text.matchAll(new RegExp(`^${name}\\{[^=]*="([^"]*)"\\} (\\S+)$`, 'gm'));
    return new Map([...found].map(([, label, value]) => [label!, Number(value)]));
  }
}
