import { deliveryEnvelope } from './delivery-fields';

const of = (...lines: string[]) => deliveryEnvelope(Buffer.from(lines.join('\r\n')));

describe('the envelope that delivery wrote into the header', () => {
  it('is the topmost return path and every recipient once, however the fields are written', () =>
    expect(
      of(
        'return-path:',
        '\t<a@provider.example>',
        'Delivered-To: fbl@desk.example',
        'X-Original-To: <answer+t0k3n@desk.example>',
        'Envelope-to: fbl@desk.example',
        'Received: from elsewhere',
        'Return-Path: <somebody@else.example>',
        '',
        'Delivered-To: body@desk.example',
      ),
    ).toEqual({ mailFrom: 'a@provider.example', rcptTo: ['fbl@desk.example', 'answer+t0k3n@desk.example'] }));

  it('is empty where there is none, and for the null sender', () => {
    expect(of('Subject: x', '', 'text')).toEqual({ mailFrom: '', rcptTo: [] });
    expect(of('Return-Path: <>', 'Delivered-To: nobody', 'Delivered-To: a b@c.example', '')).toEqual({
      mailFrom: '',
      rcptTo: [],
    });
    expect(deliveryEnvelope(Buffer.alloc(0))).toEqual({ mailFrom: '', rcptTo: [] });
  });

  it('ends somewhere: no message has a thousand recipients, nor its return path after 64 KiB', () => {
    const many = Array.from({ length: 1_000 }, (_, n) => `Delivered-To: r${n}@desk.example`);
    expect(of(...many, '').rcptTo).toHaveLength(100);
    expect(of(`X-Filler: ${'x'.repeat(70_000)}`, 'Return-Path: <late@x.example>', '').mailFrom).toBe('');
  });
});
