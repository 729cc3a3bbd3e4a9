import { it } from '@jest/globals';
import { shows } from './claims';
import { become, board, body, daysAgo, done, type House, inHours, opened } from './house';

/** Small steps between both sides: who does what for whom, with whose leave, and what answers it. */
export function measures(at: () => House): void {
  const known = (key: string): string => at().known[key] ?? '';
  const ends = () => ({
    here: { partyId: known('province'), kind: 'AUTHORITY', country: 'PK' },
    there: { partyId: known('tribe'), kind: 'COMMUNITY', country: 'AF' },
  });
  const asked = (over: object = {}) => ({
    initiativeId: known('initiative'),
    title: 'Treatment of patients',
    type: 'HUMANITARIAN',
    pattern: 'UNILATERAL',
    topic: 'CROSS_BORDER_COLLABORATION',
    subTopics: ['HEALTH'],
    actorEnd: ends().here,
    recipientEnd: ends().there,
    competence: 'PROVINCIAL',
    visibility: 'PUBLIC',
    description: { lang: 'en', body: 'Patients from across the border are treated.' },
    indicator: 'Patients treated',
    plannedWindow: null,
    reciprocityWindowDays: 14,
    ...over,
  });
  const propose = (over: object = {}) => at().negotiator.look('POST', '/v1/measures', body(asked(over)));
  const proposed = async (over: object = {}) => `/v1/measures/${await opened(propose(over))}`;
  const idOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  const deliver = (path: string, days: number, answersMeasureIds: readonly string[] = []) => {
    const delivery = { quantity: 12, unit: 'PATIENTS', evidenceIds: [known('letter')], answersMeasureIds };
    return at().negotiator.look('POST', `${path}/record-delivery`, body({ ...delivery, record: { occurredAt: daysAgo(days) } }));
  };
  const theirs = () => proposed({ actorEnd: ends().there, recipientEnd: ends().here });

  it('has an end on each side of the border, and is of a kind', async () => {
    const { focal } = at();
    const same = await propose({ recipientEnd: { ...ends().there, country: 'PK' } });
    shows('S35', same, { '/errors/0/pointer': '/recipientEnd/country' });
    const cultural = await focal.look('GET', await proposed({ type: 'CULTURAL', subTopics: ['CULTURAL_EXCHANGE'] }));
    shows('S42', cultural, { '/state/type': 'CULTURAL', '/state/subTopics/0': 'CULTURAL_EXCHANGE' });
    const refugees = await propose({ topic: 'REFUGEES', subTopics: ['RETURN'] });
    shows('S43 INV-16', refugees, { '/code': 'measure.competence', '/invariant': 'INV-16' });
  });

  it('is not begun without clearance where it is not the province’s own, even if one side does it', async () => {
    const { focal, liaison, reviewer } = at();
    const path = await proposed({ competence: 'FEDERAL', subTopics: ['MEDICAL_TRAVEL'] });
    const start = () => focal.look('POST', `${path}/start`, body({}));
    shows('INV-16', await start(), { '/code': 'measure.not-cleared', '/invariant': 'INV-16' });
    await done(focal.look('POST', `${path}/submit-for-clearance`, body({ urgency: 'ROUTINE', question: 'May they cross?' })));
    const { state } = (await focal.look('GET', path)).json<{ state: { review: { reviewId: string }; text: { textHash: string } } }>();
    const review = `/v1/federal-reviews/${state.review.reviewId}`;
    await become(liaison.look, review, ({ status }) => status === 'SUBMITTED');
    shows('INV-14', await start(), { '/code': 'measure.silence-is-no-consent', '/invariant': 'INV-14' });
    await done(liaison.look('POST', `${review}/acknowledge`, body({ reference: 'FO/9 (invented)' })));
    await done(liaison.look('POST', `${review}/assign`, body({ division: 'INTERIOR' })));
    const { textHash } = state.text;
    const decision = { decision: 'APPROVED', textHash, purpose: 'CONDUCT', validFrom: inHours(-1), validUntil: inHours(24) };
    await done(reviewer.look('POST', `${review}/decide`, body({ ...decision, authorityId: known('federation') })));
    await become(focal.look, path, ({ status }) => status === 'CLEARED');
    shows('INV-16', await done(start()), { '/events/0/type': 'CbmInitiated' });
    await become(liaison.look, review, ({ clearance }) => (clearance as { life: string }).life === 'CONSUMED');
  });

  it('a gesture of its own the province makes before anything is agreed', async () => {
    const { focal } = at();
    const path = await proposed();
    shows('S61', await done(focal.look('POST', `${path}/start`, body({}))), { '/events/0/type': 'CbmInitiated' });
    shows('S61', await done(deliver(path, 20)), { '/events/0/type': 'CbmDelivered', '/deviations': [] });
    at().known['gesture'] = path;
  });

  it('is answered by a delivered measure of the other side inside its window, and else unanswered', async () => {
    const { focal } = at();
    const gesture = known('gesture');
    const own = await proposed();
    shows('INV-28', await deliver(own, 18, [idOf(gesture)]), { '/code': 'measure.same-side', '/invariant': 'INV-28' });
    const answer = await theirs();
    shows('INV-28', await deliver(answer, 3, [idOf(gesture)]), { '/code': 'measure.outside-window', '/invariant': 'INV-28' });
    await done(deliver(answer, 11, [idOf(gesture)]));
    const answered = await become(focal.look, gesture, ({ status }) => status === 'RECIPROCATED');
    shows('INV-28', answered, { '/state/answeredBy': [idOf(answer)] });
    await done(deliver(own, 19));
    const row = `/v1/boards/cbm-reciprocity-ledger?initiativeId=${known('initiative')}&givenBy=PK&sort=deliveredAt`;
    const ledger = await board(focal.look, row, (rows) => rows[0]?.['daysToAnswer'] === 9 && rows[1]?.['unanswered'] === true);
    shows('S35 INV-28', ledger, {
      '/rows/0/pairing': 'PK_AUTHORITY_AF_COMMUNITY',
      '/rows/0/daysToAnswer': 9,
      '/rows/0/unanswered': false,
      '/rows/1/unanswered': true,
    });
    shows('S53', ledger, { '/totals/0/side': 'PK', '/totals/0/given/amounts': [{ unit: 'PATIENTS', quantity: 24 }] });
  });
}
