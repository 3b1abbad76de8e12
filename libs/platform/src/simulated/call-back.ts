import { seconds, type Duration } from '@app/kernel';
import { Poster, type After } from '../post';

export interface CallBackOptions {
  /** The desk: `POST <confirmUrl>/v1/platform-orders/{orderId}` follows. */
  readonly confirmUrl: string;
  /** An API key of role `platform`. */
  readonly confirmKey: string;
  readonly after: After;
}

const ATTEMPTS = 6; // 0.5, 1, 2, 4, 8 s between them: a desk that restarts is back by then

/** Tells the desk what became of an order. Gives up at last, as real platforms do: the desk has an alarm for it. */
export class CallBack {
  private readonly pending = new Set<() => void>();
  private closed = false;

  constructor(private readonly with_: CallBackOptions) {}

  /** Runs `report` after the delay, and sends what it says. */
  later(orderId: string, delay: Duration, report: () => object): void {
    this.schedule(delay, () => void this.attempt(orderId, JSON.stringify(report()), 1));
  }

  close(): void {
    this.closed = true;
    for (const callOff of this.pending) callOff();
    this.pending.clear();
  }

  private async attempt(orderId: string, body: string, attempt: number): Promise<void> {
    const { confirmUrl, confirmKey, after } = this.with_;
    const url = new URL(`/v1/platform-orders/${encodeURIComponent(orderId)}`, confirmUrl);
    const poster = new Poster({ url, timeout: seconds(10), after });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${confirmKey}` };
    const status = await poster.post(body, headers).then(
      (response) => response.status,
      () => 0,
    );
    poster.close();
    const again = status === 0 || status === 429 || status >= 500;
    if (again && attempt < ATTEMPTS)
      this.schedule((250 * 2 ** attempt) as Duration, () => void this.attempt(orderId, body, attempt + 1));
  }

  private schedule(delay: Duration, act: () => void): void {
    if (this.closed) return;
    const callOff = this.with_.after(delay, () => {
      this.pending.delete(callOff);
      act();
    });
    this.pending.add(callOff);
  }
}
