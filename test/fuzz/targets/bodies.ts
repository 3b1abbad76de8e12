import { kumoRecordsIn, manualEntry, manualReport, snsEnvelope } from '@app/examination';
import { checkAnswer } from '@app/portal';
import { parseJson } from '../../../libs/nest/src/http/json';
import { Problem } from '../../../libs/nest/src/http/problem';
import { must } from '../fault';
import { mutateJson } from '../mutate';
import { BYTE_MUTATIONS } from '../mutate/bytes';
import { JSON_SEEDS } from '../seeds';
import { mustBeBounded, mustSurviveJson } from './report';
import { bytesOf, type Target } from './target';

const refusedOrRead = (bytes: Buffer): unknown => {
  try {
    return parseJson(bytes);
  } catch (error) {
    if (error instanceof Problem) return undefined; // 400, with its reason
    throw error;
  }
};

/** What is posted to the API: the body's JSON, an entry by staff, SNS envelopes, KumoMTA's records, the customer's form. */
const body: Target = {
  name: 'body',
  share: 6,
  input(dice) {
    let text = Buffer.from(dice.pick(JSON_SEEDS)).toString('latin1');
    for (let n = dice.size(6); n > 0; n--)
      text = dice.chance(0.85) ? mutateJson(text, dice, '') : dice.pick(BYTE_MUTATIONS)(text, dice, '');
    return bytesOf(text);
  },
  check(bytes) {
    const value = refusedOrRead(bytes);
    const entry = manualEntry.safeParse(value);
    if (entry.success) {
      const report = manualReport(entry.data);
      mustBeBounded(report);
      mustSurviveJson(report);
    }
    const envelope = snsEnvelope(bytes);
    const records = kumoRecordsIn(bytes.toString('utf8'));
    must('bounds', (records?.length ?? 0) <= 1_001, () => `${records?.length} records`);
    const fields = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
    const { answer } = checkAnswer(fields, ['feedback', 'solution', 'prevention']);
    must('bounds', Object.values(answer).every((text) => typeof text === 'string'), () => 'an answer that is no text');
    return { signature: `body ${value === undefined}, entry ${entry.success}, ${'refused' in envelope ? envelope.refused : envelope.type}` };
  },
}; // prettier-ignore

export const bodies: readonly Target[] = [body];
