import { expect, it } from '@jest/globals';
import { delegationIdOf } from '../../src/negotiation/delegation/delegation.state';
import { shows } from './claims';
import { board, body, daysAgo, done, eventOf, type House, inHours, opened } from './house';

/** Who travels: in which company, with whose leave, and what becomes of them on the way. */
export function travel(at: () => House): void {
  const known = (key: string): string => at().known[key] ?? '';
  const delegation = (ordinal: number): string => `/v1/delegations/${delegationIdOf(known('initiative'), ordinal)}`;
  const seat = (key: string, category: string, more: object = {}) => ({ participantId: known(key), category, languages: ['ps'], ...more });
  const trader = { constituency: 'Traders of a bazaar (fictitious)' };
  const FIRST = [
    ['spokesman', 'POLITICAL_LEADER'],
    ['own elder', 'TRIBAL_ELDER'],
  ] as const;
  const first = () => [
    ...FIRST.map(([key, category]) => seat(key, category)),
    seat('senior official', 'GOVERNMENT_OFFICIAL', { senior: true }),
  ];
  const second = () => [
    ...FIRST.map(([key, category]) => seat(key, category)),
    seat('second elder', 'TRIBAL_ELDER'),
    seat('scholar', 'RELIGIOUS_SCHOLAR'),
    seat('second scholar', 'RELIGIOUS_SCHOLAR'),
    seat('stakeholder', 'KEY_STAKEHOLDER', trader),
  ];
  const constitute = (ordinal: number, delegates: object[]) =>
    at().focal.look(
      'POST',
      '/v1/delegations',
      body({ initiativeId: known('initiative'), ordinal, purpose: 'To listen.', delegates, plannedFor: null, plannedText: 'very soon' }),
    );
  const act = (ordinal: number, command: string, fields: object) =>
    at().focal.look('POST', `${delegation(ordinal)}/${command}`, body(fields));
  const now = () => ({ occurredAt: { from: inHours(0), precision: 'INSTANT', zone: 'Asia/Kabul', calendar: 'GREGORIAN' } });
  const report = (ordinal: number, command: string, fields: object) =>
    at().official.look('POST', `${delegation(ordinal)}/${command}`, body({ record: now(), ...fields }));
  const credentials = (ordinal: number, key: string) =>
    act(ordinal, 'issue-credentials', {
      participantId: known(key),
      acts: ['LISTEN'],
      validFrom: inHours(-1),
      validUntil: inHours(24),
      documentEvidenceId: known('letter'),
    });
  const ids = (...keys: string[]) => keys.map(known);
  const person = async (key: string, role: string, partyId: string) => {
    const { official } = at();
    at().known[key] = await opened(
      official.look('POST', '/v1/participants', body({ displayName: `${key} (fictitious)`, languages: ['ps'] })),
    );
    const post = { role, partyId, record: { occurredAt: daysAgo(100) } };
    await done(official.look('POST', `/v1/participants/${known(key)}/assume-role`, body(post)));
  };
  /** A review that lies on the federal desk. */
  const submitted = async (subject: string, subjectId: string): Promise<string> => {
    const { focal, liaison } = at();
    const asked = {
      initiativeId: known('initiative'),
      subject,
      subjectId,
      urgency: 'ROUTINE',
      question: 'May they go?',
      exPostFacto: false,
    };
    const review = await opened(focal.look('POST', '/v1/federal-reviews', body(asked)));
    await done(liaison.look('POST', `/v1/federal-reviews/${review}/acknowledge`, body({ reference: 'FO/21 (invented)' })));
    await done(liaison.look('POST', `/v1/federal-reviews/${review}/assign`, body({ division: 'INTERIOR' })));
    return review;
  };
  const approved = (review: string) =>
    done(
      at().reviewer.look(
        'POST',
        `/v1/federal-reviews/${review}/decide`,
        body({
          decision: 'APPROVED',
          purpose: 'TRAVEL',
          validFrom: inHours(-1),
          validUntil: inHours(24),
          authorityId: known('federation'),
        }),
      ),
    );

  it('the first delegation, with the focal person; one of each number, and no third', async () => {
    await person('second elder', 'TRIBAL_ELDER', known('community'));
    await person('senior official', 'GOVERNMENT_OFFICIAL', known('province'));
    await person('second scholar', 'RELIGIOUS_SCHOLAR', known('community'));
    await person('second stakeholder', 'KEY_STAKEHOLDER', known('community'));
    shows('S5 INV-03', await constitute(1, first().slice(1)), { '/code': 'delegation.without-focal-person', '/invariant': 'INV-03' });
    const unposted = [seat('spokesman', 'POLITICAL_LEADER'), seat('scholar', 'GOVERNMENT_OFFICIAL', { senior: true })];
    shows('S16', await constitute(1, unposted), { '/code': 'delegation.without-post' });
    const nobodys = [seat('spokesman', 'POLITICAL_LEADER'), seat('stakeholder', 'KEY_STAKEHOLDER')];
    shows('S16', await constitute(1, nobodys), { '/errors/0/pointer': '/delegates/1/constituency' });
    const constituted = await done(constitute(1, first()));
    shows('S2 INV-07', constituted, { '/stream/id': delegationIdOf(known('initiative'), 1), '/events/0/type': 'DelegationConstituted' });
    shows('S2 INV-07', await constitute(1, first()), { '/code': 'record.exists-already' });
    shows('S2 INV-07', await constitute(3, first()), { '/code': 'delegation.beyond-mandate', '/invariant': 'INV-07' });
    const state = await at().focal.look('GET', delegation(1));
    shows('S3', state, { '/state/members/0/category': 'POLITICAL_LEADER', '/state/members/1/category': 'TRIBAL_ELDER' });
    shows('S16', state, { '/state/members/2/category': 'GOVERNMENT_OFFICIAL', '/state/members/2/senior': true });
    shows('S28', state, { '/state/plannedFor': null, '/state/plannedText': 'very soon' });
  });

  it('is constituted once all have their credentials, and all are there who must be', async () => {
    await done(credentials(1, 'spokesman'));
    await done(credentials(1, 'own elder'));
    shows('S22 INV-05', await credentials(1, 'senior official'), { '/code': 'delegation.first-incomplete', '/invariant': 'INV-05' });
    await done(act(1, 'appoint-delegate', seat('second elder', 'TRIBAL_ELDER')));
    await done(credentials(1, 'senior official'));
    await done(credentials(1, 'second elder'));
    shows('S22', await at().focal.look('GET', delegation(1)), { '/state/status': 'CONSTITUTED' });
    const itinerary = await board(
      at().focal.look,
      `/v1/boards/delegation-itinerary?initiativeId=${known('initiative')}`,
      ([row]) => row?.['state'] === 'CONSTITUTED',
    );
    shows('S22 INV-05', itinerary, {
      '/rows/0/composition/1/requirement': 'TRIBAL_ELDERS',
      '/rows/0/composition/1/holds': true,
      '/rows/0/composition/2/requirement': 'SENIOR_OFFICIAL',
      '/rows/0/composition/2/holds': true,
    });
    shows('S5 INV-03', itinerary, { '/rows/0/composition/0/requirement': 'FOCAL_PERSON', '/rows/0/composition/0/holds': true });
  });

  it('travels with leave, after the notification, leg by leg in the time of both sides', async () => {
    const { focal, reviewer } = at();
    const planned = { from: 'Peshawar', to: 'Jalalabad', crossing: 'TORKHAM', plannedDepart: null, plannedArrive: null };
    const legId = await eventOf(act(1, 'plan-leg', planned));
    const clearanceId = await submitted('TRAVEL', delegationIdOf(known('initiative'), 1));
    shows('S29', await act(1, 'authorise-travel', { clearanceId }), { '/code': 'delegation.not-cleared' });
    await approved(clearanceId);
    const objection = { byOffice: 'A division (fictitious)', ground: 'TIMING', text: 'Not now.', public: false };
    const path = `/v1/initiatives/${known('initiative')}`;
    const objectionId = await eventOf(reviewer.look('POST', `${path}/raise-federal-objection`, body(objection)));
    shows('S63', await act(1, 'authorise-travel', { clearanceId }), { '/code': 'initiative.objection-open' });
    await done(reviewer.look('POST', `${path}/lift-federal-objection`, body({ objectionId, reason: 'It is settled.' })));
    await done(act(1, 'authorise-travel', { clearanceId }));
    const members = ids('spokesman', 'own elder', 'second elder', 'senior official');
    const early = await report(1, 'record-departure', { members, record: { occurredAt: daysAgo(40) } });
    shows('INV-01', early, { '/code': 'delegation.not-notified', '/invariant': 'INV-01' });
    shows('INV-05 S22', await report(1, 'record-departure', { members: ids('spokesman', 'own elder', 'senior official') }), {
      '/code': 'delegation.first-incomplete',
      '/invariant': 'INV-05',
    });
    const departed = await done(report(1, 'record-departure', { members, legId }));
    shows('S29 INV-01', departed, { '/events/0/type': 'DelegationDeparted', '/deviations': [] });
    const passage = { guarantorPartyId: known('tribe'), form: 'BADRAGGA', route: 'From Torkham to Jalalabad' };
    await done(report(1, 'record-safe-passage', passage));
    await done(report(1, 'record-crossing', { legId, crossing: 'TORKHAM', direction: 'OUT' }));
    await done(report(1, 'record-arrival', { legId, place: 'Jalalabad' }));
    const onTheWay = await board(
      focal.look,
      `/v1/boards/delegation-itinerary?initiativeId=${known('initiative')}`,
      ([row]) => row?.['state'] === 'IN_COUNTRY',
    );
    shows('S29', onTheWay, {
      '/rows/0/legs/0/planned/depart': 'TBD',
      '/rows/0/legs/0/actual/crossed/0/clocks/karachi': expect.stringContaining('+05:00'),
      '/rows/0/legs/0/actual/crossed/0/clocks/kabul': expect.stringContaining('+04:30'),
      '/rows/0/passages/0/form': 'BADRAGGA',
    });
    const handOver = { toId: known('head'), reason: 'He is needed here.' };
    shows('INV-03 S5', await at().official.look('POST', `${path}/hand-over-focal-person`, body(handOver)), { '/code': 'forbidden' });
    shows('INV-03 S5', await focal.look('POST', `${path}/hand-over-focal-person`, body(handOver)), {
      '/code': 'initiative.successor-not-abroad',
      '/invariant': 'INV-03',
    });
  });

  it('who is missing on return is reported in the same act', async () => {
    const returned = await done(report(1, 'record-return', { members: ids('spokesman', 'own elder', 'senior official') }));
    shows('S29 S64', returned, { '/events/0/type': 'DelegationReturned', '/events/1/type': 'SafetyIncidentReported' });
    shows('S64', await at().focal.look('GET', delegation(1)), {
      '/state/safetyIncidents/0/kind': 'MEMBER_MISSING',
      '/state/safetyIncidents/0/memberIds/0': known('second elder'),
    });
  });

  it('the second delegation has scholars and key stakeholders beside, is larger, and waits for the first', async () => {
    const { focal } = at();
    await done(constitute(2, second()));
    const others = ['spokesman', 'own elder', 'second elder', 'scholar', 'second scholar'];
    for (const key of others) await done(credentials(2, key));
    shows('S24 INV-06', await credentials(2, 'stakeholder'), { '/code': 'delegation.later-incomplete', '/invariant': 'INV-06' });
    await done(act(2, 'appoint-delegate', seat('second stakeholder', 'KEY_STAKEHOLDER', trader)));
    await done(credentials(2, 'stakeholder'));
    await done(credentials(2, 'second stakeholder'));
    const clearanceId = await submitted('TRAVEL', delegationIdOf(known('initiative'), 2));
    await approved(clearanceId);
    const phaseReportId = await submitted('PHASE_REPORT', known('initiative'));
    const authorise = () => act(2, 'authorise-travel', { clearanceId, phaseReportId });
    shows('S21 INV-04', await authorise(), { '/code': 'delegation.first-not-debriefed', '/invariant': 'INV-04' });
    await done(report(1, 'file-debrief', { evidenceId: known('letter'), summary: 'They will receive a second one.', record: {} }));
    shows('S21 INV-04', await authorise(), { '/code': 'delegation.report-not-approved', '/invariant': 'INV-04' });
    await approved(phaseReportId);
    shows('S21 INV-04', await done(authorise()), { '/events/0/type': 'TravelAuthorised' });
    const itinerary = await board(
      focal.look,
      `/v1/boards/delegation-itinerary?initiativeId=${known('initiative')}`,
      ([, row]) => row?.['state'] === 'CLEARED',
    );
    shows('S24 INV-06', itinerary, {
      '/rows/1/composition/4/requirement': 'LARGER_THAN_FIRST',
      '/rows/1/composition/4/needed': 5,
      '/rows/1/composition/4/found': 7,
      '/rows/1/composition/4/holds': true,
    });
    shows('S3', itinerary, { '/rows/1/members/RELIGIOUS_SCHOLAR/0/participantId': known('scholar') });
    shows('S24 INV-06', await report(2, 'record-departure', { members: ids(...others) }), {
      '/code': 'delegation.later-incomplete',
      '/invariant': 'INV-06',
    });
  });

  it('a departure all the same is recorded, and marked', async () => {
    const members = ids('spokesman', 'scholar');
    const left = await done(report(2, 'report-unsanctioned-departure', { members, explanation: 'The bus left.' }));
    shows('INV-04 INV-06', left, { '/events/0/type': 'UnsanctionedDepartureReported', '/deviations': ['UNSANCTIONED'] });
  });
}
