// Whether so many complaints can be chance. Floats, unlike the rate itself: a probability has no exact form worth having,
// and what is decided on it is stored with its inputs and never computed again.

/** P(X ≥ k) for X binomial(n, p). Relative error below 1e-10 up to n = 10⁹ where the result is below 1/2; above, it
 *  stops early and says 1, which no confidence asks for. */
export const upperTail = (k: number, n: number, p: number): number => {
  if (k <= 0) return 1;
  if (k > n || p <= 0) return 0;
  if (p >= 1 || k <= n * p) return 1; // the median is within one of the mean: at least about a half
  // From the mode outwards each term is a falling fraction of the one before: no cancellation, and √n terms suffice.
  let term = 1;
  let sum = 1;
  for (let i = k; i < n && term > sum * 1e-17; i++) {
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
    sum += term;
  }
  return Math.min(1, density(k, n, p) * sum);
};

/** P(X = k) by C. Loader, "Fast and accurate computation of binomial probabilities" (2000): products of factorials lose
 *  all their digits at n = 10⁸, deviances lose none. */
const density = (k: number, n: number, p: number): number => {
  if (k === n) return Math.exp(n * Math.log(p));
  const exponent =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    deviance(k, n * p) -
    deviance(n - k, n * (1 - p));
  return Math.exp(exponent) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
};

/** ln n! less Stirling's formula; by its series from 16 on, summed up below. */
const stirlingError = (n: number): number => {
  if (n >= 16) {
    const square = n * n;
    return (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * square)) / square) / square) / n;
  }
  let logFactorial = 0;
  for (let i = 2; i <= n; i++) logFactorial += Math.log(i);
  return logFactorial - ((n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI));
};

/** x ln(x/m) + m − x, by a series where x and m are close and the formula would cancel. */
const deviance = (x: number, m: number): number => {
  if (Math.abs(x - m) >= 0.1 * (x + m)) return x * Math.log(x / m) + m - x;
  const v = (x - m) / (x + m);
  let sum = (x - m) * v;
  let power = 2 * x * v;
  for (let j = 1; ; j++) {
    power *= v * v;
    const next = sum + power / (2 * j + 1);
    if (next === sum) return sum;
    sum = next;
  }
};
