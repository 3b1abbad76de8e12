import type { Mail, Reading } from './reader';

/** The readings of several reports in one mail as one: of the kind that the first complaint among them is, else of the
 *  first's. The others of another kind are said to be there. */
export const together = (readings: readonly Reading[], mail: Mail): Reading | undefined => {
  const [first] = [...readings.filter(({ kind }) => kind === 'complaint'), ...readings];
  if (!first || readings.length === 1) return first;
  const alike = readings.filter(({ kind }) => kind === first.kind);
  if (alike.length < readings.length)
    mail.problems.leave(`reports of several kinds in one mail: those of another than ${first.kind} are`);
  if (first.kind !== 'incident') return { ...first, further: alike.filter((reading) => reading !== first) };
  mail.problems.leave('several incidents in one mail: the first is listed, the others are');
  return first;
};
