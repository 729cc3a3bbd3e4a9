import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import { POLICY_FRAMEWORK_ID } from '../../src/negotiation/singletons';
import { accepted, type Answer, type Ask, type Person, type ServedLedger, servedLedger } from '../support/serving';

/*
 * INV-46 as a stranger's program meets it: with nothing but docs/http.md and docs/format.md, a key of its own, node:crypto and the package canonicalize.
 */

interface Pair {
  readonly privateKey: KeyObject;
  readonly publicKey: string;
}
const pair = (): Pair => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, publicKey: publicKey.export({ format: 'jwk' }).x ?? '' };
};
const signatureOver = ({ privateKey }: Pair, value: unknown): string =>
  sign(null, Buffer.from(canonicalize(value) ?? ''), privateKey).toString('base64url');
const outcome = (answer: Answer) => [answer.status, answer.json()['code'], answer.json()['invariant']];

let ledger: ServedLedger;
let reviewer: Person;
/** As he asks without a program that signs for him. */
let bare: Ask;
let origin: string;
beforeAll(async () => {
  ledger = await servedLedger();
  reviewer = await ledger.person(['FEDERAL_REVIEWER']);
  bare = ledger.as(reviewer.token);
  origin = String(accepted(await bare('GET', '/v1/me')).json()['origin']);
});

const enrolment = (key: Pair, participantId: string, use = 'SIGN') => ({
  publicKey: key.publicKey,
  use,
  proof: signatureOver(key, { participantId, publicKey: key.publicKey, use }),
});

describe('who has no key', () => {
  it('does nothing decisive, and is told what to do', async () => {
    const body = { topic: 'SECURITY', text: { lang: 'en', body: 'No.' }, effect: 'PROHIBITED', examples: [] };
    const answer = await bare('POST', '/v1/policy-framework/declare-red-line', { body });
    expect(outcome(answer)).toEqual([409, 'record.no-signing-key', 'INV-46']);
    expect(answer.json()['remedy']).toContain('jirga keys enrol');
  });

  it('enrols his own; nobody enrols one for him', async () => {
    const key = pair();
    const { ask } = ledger.administrators.FEDERAL;
    const route = `/v1/participants/${reviewer.id}/enrol-key`;
    expect(outcome(await ask('POST', route, { body: enrolment(key, reviewer.id) }))).toEqual([409, 'participant.not-your-key', 'INV-47']);
    expect(outcome(await bare('POST', route, { body: enrolment(key, ledger.administrators.FEDERAL.id) }))).toEqual([
      409,
      'participant.key-not-possessed',
      'INV-46',
    ]);
  });
});

describe('who has one', () => {
  const key = pair();
  beforeAll(async () => {
    accepted(await bare('POST', `/v1/participants/${reviewer.id}/enrol-key`, { body: enrolment(key, reviewer.id) }));
  });

  const stream = `policyFramework-${POLICY_FRAMEWORK_ID}`;
  let requests = 0;
  /** @param asked as it is signed; @param sent as it goes over the wire, where that is written otherwise */
  async function declare(
    input: object,
    { sent, ...asked }: { sent?: string; ifMatch?: number; type?: string; origin?: string } = {},
  ): Promise<Answer> {
    const idempotencyKey = `request ${++requests}`;
    const { ifMatch = null, type = 'DeclareRedLine' } = asked;
    const signature = signatureOver(key, { origin, stream, ...asked, type, ifMatch, idempotencyKey, input });
    const headers = {
      'idempotency-key': idempotencyKey,
      'jirga-signature': signature,
      ...(ifMatch !== null && { 'if-match': `"${ifMatch}"` }),
    };
    return bare('POST', '/v1/policy-framework/declare-red-line', { headers, raw: sent ?? JSON.stringify(input) });
  }
  const line = { topic: 'SECURITY', text: { lang: 'en', body: 'No armed group is a party.' }, effect: 'PROHIBITED', examples: [] };

  it('signs exactly what he sends', async () => {
    expect((await declare(line)).status).toBe(200);
    expect(outcome(await declare(line, { type: 'AmendRedLine' }))).toEqual([409, 'record.signature-wrong', 'INV-46']);
    expect(outcome(await declare(line, { origin: 'other.example' }))).toEqual([409, 'record.signature-wrong', 'INV-46']);
    expect(outcome(await declare(line, { sent: JSON.stringify({ ...line, effect: 'ADVISORY' }) }))).toEqual([
      409,
      'record.signature-wrong',
      'INV-46',
    ]);
  });

  const sourced = {
    ...line,
    record: { sources: [{ sourceId: '5a3d1e00-0000-4000-8000-000000000001', reliability: 'B', credibility: 2, basis: 'DOCUMENT' }] },
  };
  const written: readonly (readonly [string, object, string | undefined])[] = [
    ['members in another order', line, JSON.stringify(Object.fromEntries(Object.entries(line).reverse()))],
    ['blanks and escapes', line, JSON.stringify(line, null, 3).replace('No armed', '\\u004eo \\u0061rmed')],
    [
      'text in no normal form, right to left, with blanks at its end and other line ends',
      {
        ...line,
        text: { lang: 'ps', body: 'e\u0301 \u0928\u093c هېڅ\u200c ډله\r\nپه خبرو کې\t \u2028 𝒳 \u{1f54a}\ufe0f ' },
        examples: ['\u00e9', 'e\u0301', '"\\/', '\u007e\u00a0x'],
      },
      undefined,
    ],
    [
      'a record beside it',
      {
        ...line,
        record: {
          occurredAt: { from: '2025-02-16', precision: 'DAY', zone: 'Asia/Karachi', calendar: 'GREGORIAN', originalText: '۲۸ دلو ۱۴۰۳' },
          classification: { level: 'CONFIDENTIAL', caveats: [] },
        },
      },
      undefined,
    ],
    ['an empty record', { ...line, record: {} }, undefined],
    ['a number in another spelling', sourced, JSON.stringify(sourced).replace('"credibility":2', '"credibility":0.2e1')],
  ];
  it.each(written)('is understood with %s', async (_, input, sent) => {
    const answer = await declare(input, sent === undefined ? {} : { sent });
    expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('RedLineDeclared')]);
  });

  it('is understood with any value that a correction brings', async () => {
    const colleague = await ledger.person(['FEDERAL_REVIEWER']);
    const examples = ['10', '𝒳\u20ac\ufb33'];
    const event = accepted(await declare({ ...line, examples })).json<{ events: { id: string }[] }>().events[0]?.id;
    const values: unknown[] = [['\u20ac $\u000f\nA\'B"\\\\"/', 'e\u0301', '\ud83d\ude02'], ['a'], []];
    for (const [n, newValue] of values.entries()) {
      const input = {
        targetEventId: event,
        pointer: '/examples',
        newValue,
        reason: 'CLERICAL_ERROR',
        effective: 'AB_INITIO',
        secondPersonId: colleague.id,
      };
      const idempotencyKey = `rectify ${n}`;
      const asked = { origin, stream, type: 'RectifyRecord', ifMatch: null, idempotencyKey, input };
      const headers = { 'idempotency-key': idempotencyKey, 'jirga-signature': signatureOver(key, asked) };
      accepted(await bare('POST', '/v1/policy-framework/rectify', { headers, body: input }));
    }
  });

  it('says which revision he means, if he does', async () => {
    const revision = accepted(await bare('GET', '/v1/policy-framework')).json<{ revision: number }>().revision;
    expect((await declare(line, { ifMatch: revision })).status).toBe(200);
    expect((await declare(line, { ifMatch: revision })).status).toBe(412);
  });

  const faultsOf = (answer: Answer) => [
    answer.status,
    answer.json<{ errors?: { pointer: string }[] }>().errors?.map(({ pointer }) => pointer),
  ];
  it('must send what he signed, and nothing to sign where nothing is recorded', async () => {
    const some = signatureOver(key, {});
    const ask = (headers: Record<string, string>, query = '') =>
      bare('POST', `/v1/policy-framework/declare-red-line${query}`, { headers, body: line });
    expect(faultsOf(await ask({ 'jirga-signature': some }))).toEqual([400, ['#Idempotency-Key']]);
    expect(faultsOf(await ask({ 'jirga-signature': some, 'idempotency-key': 'x' }, '?dry-run=true'))).toEqual([400, ['#Jirga-Signature']]);
    for (const wrong of ['', 'x', `${some}=`, `${some}, ${some}`, some.slice(0, -1), `${some.slice(0, -1)}_`])
      expect(faultsOf(await ask({ 'jirga-signature': wrong, 'idempotency-key': 'x' }))).toEqual([400, ['#Jirga-Signature']]);
    expect((await ask({}, '?dry-run=true')).status).toBe(200);
  });

  it('is named with his keys in his record', async () => {
    const { state } = accepted(await bare('GET', `/v1/participants/${reviewer.id}`)).json<{ state: { keys: object[] } }>();
    expect(state.keys).toEqual([{ eventId: expect.any(String), publicKey: key.publicKey, use: 'SIGN', revoked: false }]);
  });
});

it('says in OpenAPI which acts take a signature', async () => {
  interface Operation {
    readonly operationId: string;
    readonly description?: string;
  }
  const { paths } = (await ledger.nobody('GET', '/openapi.json')).json<{ paths: Record<string, Record<string, Operation>> }>();
  const decisive = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .filter(({ description = '' }) => description.includes('A decisive act'))
    .map(({ operationId }) => operationId);
  expect(decisive).toEqual(
    expect.arrayContaining([
      'federalReview-DecideReview',
      'federalReview-RevokeClearance',
      'policyFramework-DeclareRedLine',
      'policyFramework-PublishFrameworkVersion',
    ]),
  );
  expect(decisive).not.toContain('policyFramework-RegisterInstrument');
});
