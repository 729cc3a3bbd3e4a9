import { expect, it } from '@jest/globals';
import { textOf } from '../../src/kernel/text';
import { until } from '../support/until';
import { shows } from './claims';
import { become, board, body, daysAgo, done, eventOf, type House, inHours, opened } from './house';

const BODY = 'The gate is open to patients every day.';

/** What binds: drafted, assessed, cleared, entered to the letter, carried out, corrected. */
export function binding(at: () => House): void {
  const known = (key: string): string => at().known[key] ?? '';
  const terms = (over: object = {}) => ({
    initiativeId: known('initiative'),
    text: { lang: 'en', body: BODY },
    kind: 'FACILITATION',
    topic: 'CROSS_BORDER_COLLABORATION',
    subTopics: ['MEDICAL_TRAVEL', 'BUSINESS_TRAVEL'],
    pillar: 'DEVELOPMENT',
    competence: 'FEDERAL',
    responsible: [{ partyId: known('authority'), side: 'AF' }],
    beneficiaries: [
      { partyId: known('community'), side: 'PK' },
      { partyId: known('tribe'), side: 'AF' },
    ],
    due: { kind: 'FIXED', date: '2030-01-31' },
    verification: { method: 'Counted at the gate', by: 'A joint committee (fictitious)' },
    ...over,
  });
  const draft = (over: object = {}) => at().focal.look('POST', '/v1/commitments', body(terms(over)));
  const drafted = async (over: object = {}) => `/v1/commitments/${await opened(draft(over))}`;
  const stateOf = async <State>(path: string): Promise<State> => (await at().liaison.look('GET', path)).json<{ state: State }>().state;
  const aligned = { result: 'ALIGNED', redLineIds: [] };
  const asked = { urgency: 'ROUTINE', question: 'May it be entered?' };
  const clearing = (text = BODY) => ({
    decision: 'APPROVED',
    textHash: textOf({ lang: 'en', body: text }).textHash,
    purpose: 'ENTER',
    validFrom: inHours(-1),
    validUntil: inHours(24),
    authorityId: known('federation'),
  });
  const submitted = async (path: string): Promise<string> => {
    await done(at().focal.look('POST', `${path}/submit-for-clearance`, body(asked)));
    const { reviewId } = await stateOf<{ reviewId: string }>(path);
    const review = `/v1/federal-reviews/${reviewId}`;
    await become(at().liaison.look, review, ({ status }) => status === 'SUBMITTED');
    await done(at().liaison.look('POST', `${review}/acknowledge`, body({ reference: 'FO/3 (invented)' })));
    await done(at().liaison.look('POST', `${review}/assign`, body({ division: 'COMMERCE' })));
    return reviewId;
  };
  const entering = (path: string, clearanceId: string, text = BODY) =>
    at().focal.look('POST', `${path}/enter`, body({ text: { lang: 'en', body: text }, clearanceId, reservations: [] }));

  it('a commitment says who, for whom, on what, until when, and how it is verified', async () => {
    const { focal } = at();
    shows('INV-27', await draft({ beneficiaries: [] }), { '/errors/0/pointer': '/beneficiaries' });
    shows('S43 INV-16', await draft({ topic: 'REFUGEES', subTopics: ['RETURN'], competence: 'PROVINCIAL' }), {
      '/code': 'commitment.competence',
      '/invariant': 'INV-16',
    });
    const path = await drafted();
    at().known['commitment'] = path;
    const state = await focal.look('GET', path);
    shows('S54', state, { '/state/beneficiaries/0/side': 'PK', '/state/beneficiaries/1/side': 'AF' });
    shows('S32', state, { '/state/responsible/0/side': 'AF' });
    shows('S41', state, {
      '/state/kind': 'FACILITATION',
      '/state/subTopics': ['MEDICAL_TRAVEL', 'BUSINESS_TRAVEL'],
      '/state/competence': 'FEDERAL',
    });
    const of = async (over: object) => focal.look('GET', await drafted(over));
    const dissuading = await of({ kind: 'UNDERTAKING_TO_DISSUADE', topic: 'SECURITY', subTopics: ['SAFE_HAVEN'] });
    shows('S36 S37', dissuading, {
      '/state/topic': 'SECURITY',
      '/state/kind': 'UNDERTAKING_TO_DISSUADE',
      '/state/verification/method': 'Counted at the gate',
    });
    const monitoring = await of({ kind: 'MECHANISM', topic: 'SECURITY', subTopics: ['MONITORING_MECHANISM'] });
    shows('S38', monitoring, { '/state/kind': 'MECHANISM', '/state/subTopics/0': 'MONITORING_MECHANISM' });
    const trade = await of({ topic: 'TRADE', subTopics: ['BORDER_MARKETS'] });
    shows('S39', trade, { '/state/topic': 'TRADE', '/state/subTopics/0': 'BORDER_MARKETS' });
    shows('S40', await of({ subTopics: ['HEALTH', 'EDUCATION', 'LIVELIHOOD'] }), {
      '/state/subTopics': ['HEALTH', 'EDUCATION', 'LIVELIHOOD'],
    });
  });

  it('is held against the framework first, and not cleared across a red line', async () => {
    const { focal, liaison, reviewer } = at();
    const line = { topic: 'SECURITY', text: { lang: 'en', body: 'No armed group is a party.' }, effect: 'PROHIBITED', examples: [] };
    await done(reviewer.look('POST', '/v1/policy-framework/declare-red-line', body(line)));
    const { redLines } = await stateOf<{ redLines: Record<string, unknown> }>('/v1/policy-framework');
    const redLineIds = Object.keys(redLines);
    await done(reviewer.look('POST', '/v1/policy-framework/publish-framework-version', body({ redLineIds, effectiveFrom: '2025-01-01' })));
    const path = known('commitment');
    shows('S18 INV-13', await focal.look('POST', `${path}/submit-for-clearance`, body(asked)), {
      '/code': 'commitment.not-assessed',
      '/invariant': 'INV-13',
    });
    const assessed = await done(focal.look('POST', `${path}/assess-alignment`, body(aligned)));
    shows('S18', assessed, { '/events/0/type': 'PolicyAlignmentAssessed' });
    const across = await drafted({ text: { lang: 'en', body: 'Envoys of an armed group are a party.' }, topic: 'SECURITY', subTopics: [] });
    await done(liaison.look('POST', `${across}/assess-alignment`, body({ result: 'POTENTIAL_CONFLICT', redLineIds })));
    const review = await submitted(across);
    shows(
      'S19 INV-12',
      await reviewer.look('POST', `/v1/federal-reviews/${review}/decide`, body(clearing('Envoys of an armed group are a party.'))),
      {
        '/code': 'federalReview.red-line',
        '/invariant': 'INV-12',
      },
    );
  });

  it('is entered with the clearance of exactly its text, and with nothing less', async () => {
    const { focal, liaison, reviewer } = at();
    const path = known('commitment');
    const review = await submitted(path);
    shows('INV-14', await entering(path, review), { '/code': 'commitment.silence-is-no-consent', '/invariant': 'INV-14' });
    await done(
      liaison.look('POST', `/v1/federal-reviews/${review}/issue-guidance`, body({ text: 'It looks reasonable.', binding: false })),
    );
    shows('INV-15 S9', await entering(path, review), { '/code': 'commitment.guidance-is-no-clearance', '/invariant': 'INV-15' });
    await done(reviewer.look('POST', `/v1/federal-reviews/${review}/decide`, body(clearing())));
    await become(focal.look, path, ({ status }) => status === 'CLEARED');
    shows('S19 INV-11', await entering(path, review, `${BODY},`), { '/code': 'commitment.other-text', '/invariant': 'INV-11' });
    shows('INV-16', await done(entering(path, review)), { '/events/0/type': 'CommitmentEntered' });
    const row = `/v1/boards/agreement-state?initiativeId=${known('initiative')}`;
    const balance = await board(liaison.look, row, ([first]) => JSON.stringify(first?.['commitments']).includes('DEVELOPMENT'));
    shows('S59', balance, { '/rows/0/commitments/pillarBalance': { DEVELOPMENT: 1 } });
    shows('S53', balance, { '/rows/0/commitments/byLegalState/ENTERED': { NOT_ASSESSED: 1 } });
  });

  it('is carried out as far as is proved, and full only when others have verified it', async () => {
    const { focal, official, liaison } = at();
    const path = known('commitment');
    const report = {
      level: 3,
      periodFrom: '2026-01-01',
      periodTo: '2026-01-31',
      assessorId: official.id,
      evidenceIds: [known('letter')],
      record: { occurredAt: daysAgo(1) },
    };
    await done(focal.look('POST', `${path}/record-entry-into-force`, body({ rule: 'By signature', record: { occurredAt: daysAgo(1) } })));
    shows('INV-25', await official.look('POST', `${path}/report-implementation`, body({ ...report, evidenceIds: [] })), {
      '/errors/0/pointer': '/evidenceIds',
    });
    const reportId = await eventOf(official.look('POST', `${path}/report-implementation`, body(report)));
    shows('INV-25 S32', await liaison.look('GET', path), { '/state/implementation/reported': 3, '/state/implementation/level': 2 });
    shows('INV-26', await focal.look('POST', `${path}/fulfil`, body({ reportId })), {
      '/code': 'commitment.not-fulfilled',
      '/invariant': 'INV-26',
    });
    const capacity = { partyId: known('authority'), level: 'PARTIAL', text: 'They hold the gate.' };
    await done(focal.look('POST', `${path}/assess-enforcement-capacity`, body(capacity)));
    const { enforcementCapacity } = await stateOf<{ enforcementCapacity: Record<string, string> }>(path);
    expect(enforcementCapacity).toEqual({ [known('authority')]: 'PARTIAL' });
    shows('S56', await liaison.look('GET', path), { [`/state/enforcementCapacity/${known('authority')}`]: 'PARTIAL' });
  });

  it('is looked at again when circumstances change', async () => {
    const { focal } = at();
    const change = { text: 'The crossing was closed.', affects: ['CROSS_BORDER_COLLABORATION'], record: { occurredAt: daysAgo(1) } };
    await done(focal.look('POST', `/v1/initiatives/${known('initiative')}/record-circumstances`, body(change)));
    const flagged = await become(focal.look, known('commitment'), ({ flaggedFor }) => (flaggedFor as unknown[]).length > 0);
    shows('S60', flagged, { '/state/flaggedFor': expect.any(Array) });
  });

  it('a correction under which an earlier act would have been refused is made, and named', async () => {
    const { reviewer, secondReviewer, liaison, focal } = at();
    const path = known('commitment');
    const { clearanceIds } = await stateOf<{ clearanceIds: string[] }>(path);
    const review = `/v1/federal-reviews/${clearanceIds[0] ?? ''}`;
    const granted = (await liaison.look('GET', `${review}/events`))
      .json<{ id: string; type: string }[]>()
      .find(({ type }) => type === 'ClearanceGranted');
    const correction = { pointer: '/validUntil', newValue: inHours(-0.5), secondPersonId: secondReviewer.id };
    const fields = { targetEventId: granted?.id, reason: 'CLERICAL_ERROR', effective: 'AB_INITIO', ...correction };
    await done(reviewer.look('POST', `${review}/rectify`, body(fields)));
    const events = await until(
      () => focal.look('GET', `${path}/events`),
      (answer) => answer.json<{ type: string }[]>().some(({ type }) => type === 'ConsistencyExceptionRaised'),
    );
    const place = events.json<{ type: string }[]>().findIndex(({ type }) => type === 'ConsistencyExceptionRaised');
    shows('INV-44', events, { [`/${place}/data/rule`]: 'commitment.clearance-over' });
    shows('INV-33', events, { '/0/type': 'CommitmentDrafted' });
  });
}
