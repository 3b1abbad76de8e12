import type { DecidedBy, Instant } from '@app/kernel';
import type { CaseEvent, CaseEventOf } from './events';
import { evolve } from './evolve';
import type { CaseFacts } from './facts';
import type { Stage, Task } from './shapes';
import type { Known } from './state';

type Of = 'caseId' | 'accountId' | 'brandId' | 'at' | 'stage';
type Data<T extends CaseEvent['type']> = Omit<CaseEventOf<T>, Of>;

/** Builds a decision of several events: each is decided on the state that the one before it led to. */
export class Change {
  readonly events: CaseEvent[] = [];

  constructor(
    public state: Known,
    readonly at: Instant,
    readonly facts: CaseFacts,
    /** Who stands behind what follows; null: the rules do. */
    readonly person: Extract<DecidedBy, { kind: 'person' }> | null = null,
    /** In that person's words. */
    readonly reason: string = '',
  ) {}

  /** `stage`: where the case stands after it, when that changes. */
  add<T extends CaseEvent['type']>(type: T, data: Data<T>, stage: Stage = this.state.stage): this {
    const { caseId, accountId, brandId } = this.state;
    // Checked by Data<T>; the compiler cannot put the union together again.
    const event = {
      type,
      data: { caseId, accountId, brandId, at: this.at, stage, ...data },
    } as unknown as CaseEvent;
    this.state = evolve(this.state, event) as Known;
    this.events.push(event);
    return this;
  }

  get policy() {
    return this.facts.policy;
  }
  get shadow(): boolean {
    return this.facts.enforcement === 'shadow';
  }
  by(rule: string): DecidedBy {
    return this.person ?? { kind: 'rule', rule };
  }

  setDeadline(name: string, dueAt: Instant, because: CaseEventOf<'DeadlineSet'>['because'] = 'begun'): this {
    if (this.state.deadlines[name] === dueAt) return this;
    const extension = { by: null, extendedBy: null, outageId: null, reason: null };
    return this.add('DeadlineSet', { name, dueAt, because, ...extension });
  }
  clearDeadline(name: string, because: string): this {
    return this.state.deadlines[name] === undefined ? this : this.add('DeadlineCleared', { name, because });
  }

  raise(
    task: Task,
    about: string | null = null,
    audience: 'staff' | 'supervisor' = 'staff',
    dueAt: Instant | null = null,
  ) {
    if (this.state.tasks.some((t) => t.task === task && t.about === about)) return this;
    return this.add('TaskRaised', { task, about, for: audience, dueAt });
  }
  done(task: Task, about: string | null = null): this {
    return this.state.tasks.some((t) => t.task === task && t.about === about)
      ? this.add('TaskDone', { task, about })
      : this;
  }
}
