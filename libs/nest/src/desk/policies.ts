import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { canonicalJson, parsePolicy, PolicyError, policyEvents, type AdoptedPolicy } from '@app/enforcement';
import type { EventStore } from '@app/event-store';
import type { Instant } from '@app/kernel';
import type { Aggregates } from './aggregates';
import { commandId, rootMeta } from './command-id';

/** A policy file that cannot be taken, with everything that is wrong in it. */
export class PolicyFileError extends Error {
  constructor(file: string, why: string) {
    super(`${file} cannot be taken, and the policy that was there stays:\n${why}`);
  }
}

/** A brand by whose policy no case could be opened. */
export class NoSuchPolicy extends Error {
  constructor(brand: string, policy: string, dir: string, known: readonly string[]) {
    super(
      `brands.${brand}.policy = ${JSON.stringify(policy)}: no file in ${dir} has a policy of that id; ` +
        `there are ${known.join(', ') || 'none'}`,
    );
  }
}

const versionOf = (content: unknown): string =>
  createHash('sha256').update(canonicalJson(content)).digest('hex');

/** The policies by which cases are opened, and every version by which one ever was. */
export class Policies {
  private readonly present = new Map<string, AdoptedPolicy>();
  private readonly versions = new Map<string, AdoptedPolicy>();

  constructor(
    private readonly events: EventStore,
    private readonly aggregates: Pick<Aggregates, 'policy'>,
    private readonly brands: Readonly<Record<string, { readonly policy: string }>>,
    private readonly now: () => Instant,
  ) {}

  /** Takes all files of the folder, or none: throws PolicyFileError for the first that is wrong, and NoSuchPolicy when a
   *  brand's is not there. A version is stored whole before any case can be pinned to it. */
  async load(dir: string): Promise<void> {
    const read = filesIn(dir)
      .filter((name) => /\.ya?ml$/.test(name))
      .sort()
      .map((name) => ({ file: join(dir, name), content: contentOf(join(dir, name)) }));
    const policies = read.map(({ file, content }) => ({ content, policy: checked(file, content) }));
    const known = policies.map(({ policy }) => policy.id);
    for (const [brand, { policy }] of Object.entries(this.brands))
      if (!known.includes(policy)) throw new NoSuchPolicy(brand, policy, dir, known);
    for (const { content, policy } of policies) {
      const { id: policyId, version } = policy;
      const outcome = await this.aggregates.policy(
        { type: 'AdoptPolicy', policyId, version, at: this.now(), content },
        rootMeta(commandId()),
      );
      if (!outcome.ok)
        throw new Error(`policy ${policyId}: ${outcome.rejection.because ?? outcome.rejection.rejected}`);
      this.present.set(policyId, policy);
      this.versions.set(`${policyId} ${version}`, policy);
    }
  }

  list(): readonly AdoptedPolicy[] {
    return [...this.present.values()];
  }

  /** By which new cases are opened. Throws when there is none of that id. */
  current(policyId: string): AdoptedPolicy {
    const policy = this.present.get(policyId);
    if (!policy)
      throw new Error(
        `there is no policy ${policyId}: there are ${[...this.present.keys()].join(', ') || 'none'}`,
      );
    return policy;
  }

  /** A version that a case is pinned to, from the log when no file has it any more. */
  async version(policyId: string, version: string): Promise<AdoptedPolicy> {
    const key = `${policyId} ${version}`;
    const known = this.versions.get(key);
    if (known) return known;
    for await (const recorded of this.events.read(`policy-${policyId}`)) {
      const { data } = policyEvents.decode(recorded);
      if (data.version !== version) continue;
      const policy = { ...parsePolicy(data.content), version };
      this.versions.set(key, policy);
      return policy;
    }
    throw new Error(`policy ${policyId} was never adopted in version ${version}`);
  }
}

const filesIn = (dir: string): string[] => {
  try {
    return readdirSync(dir);
  } catch (error) {
    const why =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such folder' : String(error);
    throw new PolicyFileError(`policiesDir = ${JSON.stringify(dir)}`, `${why}; it is a folder of YAML files`);
  }
};

const contentOf = (file: string): Record<string, unknown> => {
  try {
    return parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof YAMLParseError) throw new PolicyFileError(file, error.message);
    throw error;
  }
};

const checked = (file: string, content: unknown): AdoptedPolicy => {
  try {
    return { ...parsePolicy(content), version: versionOf(content) };
  } catch (error) {
    if (error instanceof PolicyError) throw new PolicyFileError(file, error.message);
    throw error;
  }
};
