import { it } from '@jest/globals';
import { shows } from './claims';
import { become, board, body, daysAgo, done, eventOf, type House, inHours, opened } from './house';

/** What is drawn up between both sides: a text in several languages, authenticated, corrected, and signed only with leave. */
export function agreements(at: () => House): void {
  const known = (key: string): string => at().known[key] ?? '';
  const ours = (): string => known('agreement');
  const both = () => [known('province'), known('tribe')];
  const draft = (over: object = {}) => ({
    initiativeId: known('initiative'),
    title: 'Patients at the gate (invented)',
    form: 'MOU',
    topics: ['CROSS_BORDER_COLLABORATION'],
    texts: [
      { lang: 'en', body: 'The gate is open to patients from 06:00 to 20:00.' },
      { lang: 'ps', body: 'دروازه د ناروغانو لپاره له ۰۶:۰۰ تر ۱۸:۰۰ پرانیستې ده.' },
    ],
    prevailingLanguage: 'ps',
    commitmentIds: [],
    ...over,
  });
  const act = (command: string, fields: object, by: 'focal' | 'negotiator' = 'focal') =>
    at()[by].look('POST', `${ours()}/${command}`, body(fields));
  const textHash = async () => (await at().focal.look('GET', ours())).json<{ state: { text: { textHash: string } } }>().state.text.textHash;

  it('one that was made before the ledger is known as its source tells it, and how it ended', async () => {
    const { official } = at();
    const truce = {
      initiativeId: known('initiative'),
      ...{ title: 'A truce (invented)', form: 'JIRGA_DECISION_ORAL', stage: 'CEA', subStage: 'CEAS', status: 'STATUS_UNCLEAR' },
      ...{ nature: 'INTRA', sourceRef: 'A newspaper (invented)', preLedger: true },
    };
    const months = (from: string) => ({ occurredAt: { from, precision: 'MONTH', zone: 'Asia/Karachi', calendar: 'GREGORIAN' } });
    const registered = await done(official.look('POST', '/v1/agreements/registered', body({ ...truce, record: months('2022-06') })));
    shows('S45', registered, { '/events/0/flags': ['LATE_RECORDED', 'PRE_LEDGER'] });
    const path = `/v1/agreements/${registered.json<{ stream: { id: string } }>().stream.id}`;
    const ended = { ground: 'BREACH', text: 'Each blamed the other.', record: months('2022-11') };
    await done(official.look('POST', `${path}/terminate`, body(ended)));
    shows('S45', await official.look('GET', path), { '/state/status': 'TERMINATED', '/state/ground': 'BREACH' });
    shows('S45', await official.look('GET', `${path}/events`), { '/1/occurredAt/precision': 'MONTH', '/1/occurredAt/from': '2022-11' });
  });

  it('its authentic texts are equal, unless a language is said to prevail', async () => {
    const { negotiator } = at();
    const propose = (over: object) => negotiator.look('POST', '/v1/agreements', body(draft(over)));
    shows('INV-22', await propose({ prevailingLanguage: 'ur' }), { '/errors/0/pointer': '/prevailingLanguage' });
    at().known['agreement'] = `/v1/agreements/${await opened(propose({}))}`;
    shows('INV-22', await negotiator.look('GET', ours()), { '/state/prevailingLanguage': 'ps', '/state/texts/1/lang': 'ps' });
  });

  it('once it is authenticated, its text changes by a correction in which all concur, or by amendment', async () => {
    await done(act('adopt', { textHash: await textHash(), parties: both() }));
    await done(act('authenticate', { how: 'INITIALLED', by: both() }));
    shows('INV-24', await act('redraft', draftWording()), { '/code': 'agreement.out-of-turn' });
    const correcting = (changeId: string, concurrence: readonly string[]) => act('correct-authentic-text', { changeId, concurrence });
    shows('INV-24', await correcting(known('initiative'), both()), { '/code': 'agreement.other-change', '/invariant': 'INV-24' });
    const wrong = { lang: 'en', old: '20:00', new: '18:00', reason: 'The Pashto text says so.' };
    shows('INV-22', await act('propose-correction', { ...wrong, lang: 'ur' }), {
      '/code': 'agreement.other-languages',
      '/invariant': 'INV-22',
    });
    const changeId = await eventOf(act('propose-correction', wrong, 'negotiator'));
    shows('INV-24', await correcting(changeId, [known('province')]), { '/code': 'agreement.not-by-all' });
    shows('INV-24', await done(correcting(changeId, both())), { '/events/0/type': 'AuthenticTextCorrected' });
    shows('INV-24', await at().focal.look('GET', ours()), { '/state/texts/0/body': 'The gate is open to patients from 06:00 to 18:00.' });
  });
  const draftWording = () => {
    const { initiativeId: _, topics: __, ...wording } = draft();
    return wording;
  };

  it('our side signs only once deviations are settled, and exactly what was cleared for signature', async () => {
    const { focal, liaison, reviewer } = at();
    const sign = (clearanceId: string) =>
      act('sign', { partyId: known('province'), signatoryId: focal.id, capacity: 'Focal person', adReferendum: true, clearanceId });
    const unplanned = {
      ...{ initiativeId: known('initiative'), kind: 'CALL', track: 'TRACK_2', channel: 'OPEN', mode: 'REMOTE', acts: ['LISTEN'] },
      ...{ counterparts: [{ participantId: known('elder'), partyId: known('tribe') }], agenda: [], clearanceIds: [] },
      place: { name: 'By telephone', country: 'AF', placePrecision: 6 },
      ...{ explanation: 'He called by himself (invented).', record: { occurredAt: daysAgo(1) } },
    };
    await done(focal.look('POST', '/v1/contacts/unsanctioned', body(unplanned)));
    shows('INV-43', await sign(known('initiative')), { '/code': 'agreement.deviations-open', '/invariant': 'INV-43' });
    const register = `/v1/boards/deviation-register?initiativeId=${known('initiative')}&disposition=OPEN`;
    const open = await board(liaison.look, register, (rows) => rows.length > 0);
    for (const { registerId, deviationId } of open.json<{ rows: { registerId: string; deviationId: string }[] }>().rows)
      await done(
        liaison.look('POST', `/v1/deviations/${registerId}/disposition`, body({ deviationId, result: 'ACCEPTED', reason: 'Known.' })),
      );
    shows('INV-11', await sign(known('initiative')), { '/code': 'agreement.not-cleared', '/invariant': 'INV-11' });
    shows('INV-13', await act('submit-for-clearance', { step: 'SIGNATURE', urgency: 'ROUTINE', question: 'May it be signed?' }), {
      '/code': 'agreement.not-assessed',
      '/invariant': 'INV-13',
    });
    await done(act('assess-alignment', { result: 'ALIGNED', redLineIds: [] }));
    await done(act('submit-for-clearance', { step: 'SIGNATURE', urgency: 'ROUTINE', question: 'May it be signed?' }));
    const { state } = (await focal.look('GET', ours())).json<{ state: { reviews: { reviewId: string }[] } }>();
    const reviewId = state.reviews[0]?.reviewId ?? '';
    const review = `/v1/federal-reviews/${reviewId}`;
    await become(liaison.look, review, ({ status }) => status === 'SUBMITTED');
    shows('INV-14', await sign(reviewId), { '/code': 'agreement.silence-is-no-consent', '/invariant': 'INV-14' });
    await done(liaison.look('POST', `${review}/acknowledge`, body({ reference: 'FO/11 (invented)' })));
    await done(liaison.look('POST', `${review}/assign`, body({ division: 'FOREIGN_AFFAIRS' })));
    const decision = { decision: 'APPROVED', textHash: await textHash(), purpose: 'SIGN', validFrom: inHours(-1), validUntil: inHours(24) };
    await done(reviewer.look('POST', `${review}/decide`, body({ ...decision, authorityId: known('federation') })));
    shows('INV-46', await done(sign(reviewId)), { '/events/0/type': 'AgreementSigned' });
    await become(liaison.look, review, ({ clearance }) => (clearance as { life: string }).life === 'CONSUMED');
    const row = `/v1/boards/agreement-state?initiativeId=${known('initiative')}`;
    const standing = await board(liaison.look, row, ([first]) => JSON.stringify(first?.['agreements']).includes('AUTHENTICATED'));
    shows('S53', standing, { '/rows/0/agreements/byLegalState': { TERMINATED: 1, AUTHENTICATED: 1 } });
  });
}
