import type { NormalisedReport } from './normalised';

/** Where a report goes; the words are those of the reports context. A reply to a notice looks like free text: only whoever
 *  knows the addresses it was sent to can tell. */
export type Disposition = 'complaints' | 'incident' | 'person' | 'bounce' | 'auto-reply' | 'ignored';

export const dispositionOf = ({ kind, format, complaints }: NormalisedReport): Disposition => {
  switch (kind) {
    case 'complaint':
    case 'opt-out':
    case 'not-spam':
      return complaints > 0 ? 'complaints' : 'person';
    // A message called phishing is somebody's work at once, and counts besides: whose it was has to be found out.
    case 'incident':
      return complaints > 0 ? 'complaints' : 'incident';
    case 'auth-failure':
      return 'ignored';
    case 'unreadable':
      return 'person';
    case 'not-a-complaint':
      return format === 'bounce' || format === 'auto-reply'
        ? format
        : format === 'free-text'
          ? 'person'
          : 'ignored';
  }
};
