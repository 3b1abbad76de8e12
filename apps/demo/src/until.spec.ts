import { until } from './until';

describe('until', () => {
  it('names what did not happen in time', async () => {
    await expect(until('a warning of travel', () => undefined, 0)).rejects.toThrow(
      'It did not happen within 0 s: a warning of travel.',
    );
  });

  it('answers what it found', async () => {
    const looks = [undefined, 'found'];
    expect(await until('it', () => looks.shift())).toBe('found');
  });

  it('says what went wrong while it looked', async () => {
    await expect(until('it', () => Promise.reject(new Error('no desk')))).rejects.toThrow('no desk');
  });
});
