import { describe, expect, it } from '@jest/globals';
import { mandateIdOf } from '../negotiation/mandate/mandate.state';
import { declarations } from '../negotiation/nouns';
import { POLICY_FRAMEWORK_ID } from '../negotiation/singletons';
import { askedAt } from './asked-at';

const ID = '7e57ab1e-0000-4000-8000-000000000001';
const at = (path: string, more: object = {}) =>
  askedAt(declarations, 'jirga.example', { path, body: { a: 1 }, idempotencyKey: 'k', ...more });

describe('what a request asks, as its sender signs it', () => {
  it.each([
    [`/v1/federal-reviews/${ID}/decide`, 'DecideReview', `federalReview-${ID}`],
    ['/v1/federal-reviews', 'SubmitForReview', null],
    ['/v1/federal-reviews/received-decisions', 'ReceiveFederalDecision', null],
    ['/v1/policy-framework/declare-red-line', 'DeclareRedLine', `policyFramework-${POLICY_FRAMEWORK_ID}`],
    ['/v1/policy-framework/classify', 'ClassifyRecord', `policyFramework-${POLICY_FRAMEWORK_ID}`],
    [`/v1/participants/${ID}/enrol-key`, 'EnrolKey', `participant-${ID}`],
    [`/v1/participants/${ID}/rectify`, 'RectifyRecord', `participant-${ID}`],
  ])('%s is %s of %s', (path, type, stream) => {
    expect(at(path)).toEqual({ origin: 'jirga.example', type, stream, idempotencyKey: 'k', ifMatch: null, input: { a: 1 } });
  });

  it('names the stream that a command opens where its id follows from what the command says', () => {
    const asked = at('/v1/mandates', { body: { initiativeId: ID } });
    expect(asked).toMatchObject({ type: 'DraftMandate', stream: `mandate-${mandateIdOf(ID)}` });
    expect(at('/v1/mandates')).toMatchObject({ type: 'DraftMandate', stream: null });
  });

  it('names the revision that the sender has seen', () => {
    expect(at(`/v1/federal-reviews/${ID}/decide`, { ifMatch: 3 })).toMatchObject({ ifMatch: 3 });
  });

  it.each([
    '/v1/federal-reviews/',
    `/v1/federal-reviews/${ID}`,
    `/v1/federal-reviews/${ID}/x/decide`,
    '/v1/federal-reviews//decide',
    '/v1/me',
    '/v1/nothing',
    '',
  ])('is nothing at %p', (path) => {
    expect(at(path)).toBeUndefined();
  });
});
