import { SetMetadata } from '@nestjs/common';
import { Problem } from '../http/problem';

export const TAKES_IN = Symbol('takes in');

/** What others bring, and as much of it as they like: refused while the disk is nearly full. Decisions of people are not. */
export const TakesIn = () => SetMetadata(TAKES_IN, true);

export const RETRY_WHEN_FULL = '60'; // seconds

export const diskFull = (): Problem =>
  new Problem('disk-full', 'the disk of the desk is nearly full and nothing was taken; try again later', {
    headers: { 'retry-after': RETRY_WHEN_FULL },
  });
