import type { RateThreshold } from '../reputation/events';
import { upperTail } from './binomial';
import type { Rate } from './fraction';

/** One-sided: the true rate lies above the bound with this probability, each time one looks. */
export type Confidence = '95%' | '99.9%';
const ALPHA: Readonly<Record<Confidence, number>> = { '95%': 0.05, '99.9%': 0.001 };

/** Clopper-Pearson lower bound of the true rate in parts per million, rounded down. Takes 20 looks at the tail. */
export const lowerBoundPpm = (rate: Rate, confidence: Confidence): number => {
  let low = 0; // the bound is at least this …
  let high = 1_000_001; // … and below this
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (tail(rate, middle) <= ALPHA[confidence]) low = middle;
    else high = middle;
  }
  return low;
};

/** Whether the bound is above the threshold. Asked of the threshold itself, so that rounding the bound decides nothing:
 *  the bound is above p₀ exactly when so many complaints have less than α probability at p₀. */
export const boundExceeds = (rate: Rate, { ppm, comparator }: RateThreshold, confidence: Confidence) => {
  const probability = tail(rate, ppm);
  return comparator === '>' ? probability < ALPHA[confidence] : probability <= ALPHA[confidence];
};

/** More complaints than deliveries happens: a volume reported too low, or late. It is then all of them. */
const tail = ({ complaints, delivered }: Rate, ppm: number) =>
  upperTail(Math.min(complaints, delivered), delivered, ppm / 1_000_000);
