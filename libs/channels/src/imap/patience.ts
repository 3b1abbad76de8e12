import { hours, minutes, seconds, type Duration } from '@app/kernel';

/** How long to wait before the next attempt: twice as long each time. */
export class Patience {
  private next: Duration;

  constructor(
    private readonly first: Duration,
    private readonly longest: Duration,
  ) {
    this.next = first;
  }

  wait(): Duration {
    const wait = this.next;
    this.next = Math.min(2 * wait, this.longest) as Duration;
    return wait;
  }

  reset(): void {
    this.next = this.first;
  }
}

/** With a server that is away or a store that is full. */
export const withTrouble = () => new Patience(seconds(1), minutes(5));
/** With a server that refuses the password: a person has to mend it, and many attempts lock the account. */
export const withRefusal = () => new Patience(minutes(1), hours(1));
