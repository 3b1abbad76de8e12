import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Locale } from '@app/kernel';
import {
  checkAnswer,
  chooseLocale,
  portalHeaders,
  renderAnswerPage,
  renderExpired,
  renderReceived,
} from '@app/portal';
import { Public } from '../access';
import { DESK } from '../desk/tokens';
import type { Desk } from '../desk/desk';

/** The customer's page. No key: the link is the key. Opening it changes nothing, since link scanners open it too; only a
 *  posted form does. */
@ApiExcludeController()
@Public()
@Controller('answer')
export class AnswerController {
  constructor(@Inject(DESK) private readonly desk: Desk) {}

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
  async give(
    @Param('token') token: string,
    @Body() body: Readonly<Record<string, string>> | undefined,
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
    const { answer, problems } = checkAnswer(body ?? {}, read.page.asks);
    if (problems.length > 0) {
      reply.status(422);
      return renderAnswerPage({ ...read.page, input: answer }, locale, problems);
    }
    const received = await portal.give(read.claims, answer, receivedAt);
    if (received) return renderReceived(received, locale);
    // Nothing is asked any more, and what they wrote was not taken: the page says where the case stands by now.
    const now = await portal.read(token);
    reply.status(409);
    return now.valid ? renderAnswerPage(now.page, locale) : renderExpired(now.page, locale);
  }
}
