import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { FreeSpace } from '@app/channels';
import type { Instant, Locale } from '@app/kernel';
import {
  checkAnswer,
  chooseLocale,
  portalHeaders,
  renderAnswerPage,
  renderEvidenceReceived,
  renderExpired,
  renderReceived,
} from '@app/portal';
import { diskFull, Public } from '../access';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';
import type { ReadLink } from '../desk/customer-portal';
import { SPACE } from '../face-tokens';
import { TakesUploads, UploadForm } from '../http';

/** The customer's page. No key: the link is the key. Opening it changes nothing, since link scanners open it too; only a
 *  posted form does. */
@ApiExcludeController()
@Public()
@Controller('answer')
export class AnswerController {
  constructor(
    @Inject(DESK) private readonly desk: Desk,
    @Inject(SPACE) private readonly space: FreeSpace,
  ) {}

  @Get(':token')
  async open(
    @Param('token') token: string,
    @Query('lang') lang: string | undefined,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { portal } = this.desk;
    const read = await portal.read(token);
    reply.headers(portalHeaders()).type('text/html; charset=utf-8');
    if (!read.valid) {
      reply.status(read.page.because === 'expired' ? 410 : 404);
      return renderExpired(read.page, chooseLocale(accepted, lang, read.page.locales));
    }
    return renderAnswerPage(read.page, chooseLocale(accepted, lang, read.page.locales));
  }

  @Post(':token')
  @HttpCode(200)
  @TakesUploads()
  async give(
    @Param('token') token: string,
    @Body() body: Readonly<Record<string, string>> | UploadForm | undefined,
    @Query('lang') lang: string | undefined,
    @Headers('accept-language') accepted: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { portal } = this.desk;
    const receivedAt = this.desk.now(); // this is what counts, whenever it is decided
    const read = await portal.read(token);
    reply.headers(portalHeaders()).type('text/html; charset=utf-8');
    const locale: Locale = chooseLocale(accepted, lang, read.page.locales);
    if (!read.valid) {
      reply.status(read.page.because === 'expired' ? 410 : 404);
      return renderExpired(read.page, locale);
    }
    if (body instanceof UploadForm) return this.giveEvidence(read, body, receivedAt, locale, token, reply);
    const objects = typeof body?.['objection'] === 'string';
    if (objects && !read.page.objection) return this.notTaken(token, locale, reply);
    const { answer, problems } = checkAnswer(body ?? {}, objects ? ['objection'] : read.page.asks);
    if (problems.length > 0) {
      reply.status(422);
      return renderAnswerPage({ ...read.page, input: answer }, locale, problems);
    }
    const received = objects
      ? await portal.object(read.claims, answer.objection ?? '', receivedAt)
      : await portal.give(read.claims, answer, receivedAt);
    if (received) return renderReceived(received, locale);
    return this.notTaken(token, locale, reply);
  }

  /** The other form of the page: the questionnaire about consent, with files. */
  private async giveEvidence(
    { claims, page }: ReadLink & { readonly valid: true },
    form: UploadForm,
    receivedAt: Instant,
    locale: Locale,
    token: string,
    reply: FastifyReply,
  ): Promise<string> {
    const bytes = form.files.reduce((all, file) => all + file.bytes.length, 0);
    if (bytes > 0 && !(await this.space.hasRoomFor(bytes))) throw diskFull();
    const given = await this.desk.evidencePortal.give(claims, form, receivedAt);
    if (given.taken) return renderEvidenceReceived(given.page, locale);
    if (given.problems === 'not-asked' || !page.evidence) return this.notTaken(token, locale, reply);
    reply.status(422);
    const { input, problems } = given;
    return renderAnswerPage({ ...page, evidence: { ...page.evidence, input, problems } }, locale);
  }

  /** Nothing is asked any more, and what they wrote was not taken: the page says where the case stands by now. */
  private async notTaken(token: string, locale: Locale, reply: FastifyReply): Promise<string> {
    const now = await this.desk.portal.read(token);
    reply.status(409);
    return now.valid ? renderAnswerPage(now.page, locale) : renderExpired(now.page, locale);
  }
}
