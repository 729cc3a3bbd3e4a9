import { describe, expect, it } from '@jest/globals';
import { DEVIATIONS, ENVELOPE_MEMBERS } from './envelope';

describe('the sealed part of the envelope', () => {
  it('has exactly the members that the format jirga/1 fixes, in JCS order', () => {
    expect(ENVELOPE_MEMBERS).toEqual([
      'capture',
      'classification',
      'command',
      'evidence',
      'flags',
      'initiativeId',
      'occurredAt',
      'onBehalfOf',
      'role',
      'sig',
      'sources',
    ]);
  });

  it('tells deviations from other marks', () => {
    expect([...DEVIATIONS]).toEqual(['BEFORE_NOTIFICATION', 'OUTSIDE_MANDATE', 'UNSANCTIONED', 'RECORDED_BY_PROVINCE']);
  });
});
