import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import type { Decision, Role } from '@app/enforcement';
import { uuidv5, type Meta, type Precondition } from '@app/event-store';
import { caseId, type CaseId } from '@app/kernel';
import { KeyStore, Roles, type Caller } from '../access';
import { TellCase } from '../buses';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import { By, CommandMeta, IfRevision, notFound, Problem, problemType, Refusal } from '../http';
import { decisionBody, type DecisionBody } from './case-decision';
import { answerTo, decisionAnswer, type DecisionAnswer } from './decision-answer';

const MOST = 100;
const bulk = z
  .strictObject({
    cases: z
      .array(caseId)
      .min(1)
      .max(MOST)
      .refine((ids) => new Set(ids).size === ids.length, 'name each case once'),
    decide: decisionBody,
  })
  .meta({ id: 'CaseDecisions' });
const decided = z
  .object({
    items: z.array(
      z.object({
        case: z.string(),
        decided: decisionAnswer.nullable().meta({ description: 'Null: it was not, and problem says why' }),
        problem: z
          .object({
            type: z.string(),
            status: z.int(),
            detail: z.string(),
            code: z.string().optional(),
          })
          .nullable(),
      }),
    ),
  })
  .meta({ id: 'CasesDecided' });

/** What people decide about cases, one by one or many alike. */
@ApiTags('cases')
@Controller('v1/cases')
export class CaseDecisionsController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(KeyStore) private readonly keys: KeyStore,
  ) {}

  @Roles('agent')
  @Post(':id/decisions')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: decisionAnswer })
  one(
    @Param('id', { schema: caseId }) id: CaseId,
    @Body({ schema: decisionBody }) body: DecisionBody,
    @IfRevision() ifRevision: number | undefined,
    @CommandMeta() meta: Meta,
    @By() caller: Caller,
  ): Promise<DecisionAnswer> {
    return this.decide(id, body, caller, meta, { ifRevision });
  }

  /** The same about many cases, each by itself: one that refuses keeps no other from being decided. Sent again under the same
   *  Idempotency-Key, nothing is decided twice. */
  @Roles('agent')
  @Post('decisions')
  @HttpCode(200)
  @ApiOkResponse({ standardSchema: decided })
  async many(
    @Body({ schema: bulk }) { cases, decide }: z.output<typeof bulk>,
    @CommandMeta() meta: Meta,
    @By() caller: Caller,
  ): Promise<z.output<typeof decided>> {
    const items: z.output<typeof decided>['items'] = [];
    for (const id of cases)
      try {
        const own = { ...meta, commandId: uuidv5(meta.commandId, id) };
        items.push({ case: id, decided: await this.decide(id, decide, caller, own), problem: null });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        items.push({
          case: id,
          decided: null,
          problem: {
            type: problemType(error.kind),
            status: error.getStatus(),
            detail: error.detail,
            ...(error instanceof Refusal && { code: error.rejection.rejected }),
          },
        });
      }
    return { items };
  }

  private async decide(
    id: CaseId,
    { reason, ...decision }: DecisionBody,
    { keyId, role }: Caller,
    meta: Meta,
    given?: Precondition,
  ): Promise<DecisionAnswer> {
    const account = await this.desk.accountOfCase(id);
    if (account === undefined) throw notFound('case', id);
    const outcome = await this.commands.execute(
      new TellCase(
        {
          type: 'DecideCase',
          caseId: id,
          accountId: account,
          at: this.desk.now(),
          decision: decision.decision === 'assign' ? await this.assigning(decision.to, keyId) : decision,
          by: { kind: 'person', keyId },
          role: role as Role,
          reason,
        },
        meta,
        given,
      ),
    );
    if (!outcome.ok) throw new Refusal(outcome.rejection);
    return answerTo(outcome.revision, outcome.events);
  }

  /** Throws for a key that nobody holds: what is assigned to nobody who is there, waits for ever. */
  private async assigning(to: string | null, caller: string): Promise<Decision> {
    const whom = to === 'me' ? caller : to;
    if (whom !== null && !(await this.keys.isHeld(whom))) throw notFound('key', whom);
    return { decision: 'assign', to: whom };
  }
}
