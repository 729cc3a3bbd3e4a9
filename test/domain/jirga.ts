import { it } from '@jest/globals';
import { shows } from './claims';
import { board, body, daysAgo, done, eventOf, type House, inHours } from './house';

/** What is done by the custom of the jirga, in the session that was held on the way. */
export function jirga(at: () => House): void {
  const known = (key: string): string => at().known[key] ?? '';
  const session = (): string => `/v1/contacts/${known('contact')}`;
  const record = () => ({ occurredAt: { from: inHours(0), precision: 'INSTANT', zone: 'Asia/Kabul', calendar: 'GREGORIAN' } });
  const tell = (what: string, fields: object) =>
    at().negotiator.look('POST', `${session()}/${what}`, body({ record: record(), ...fields }));
  const decision = (over: object = {}) => ({
    text: { lang: 'ps', body: 'څړځای به دواړه کاروي.' },
    basis: { kind: 'CUSTOMARY', narkhOf: known('tribe') },
    partyIds: [known('tribe'), known('community')],
    unanimous: true,
    sessionIds: [],
    ...over,
  });
  const truce = (over: object = {}) => ({
    form: 'TEEGA',
    partyIds: [known('tribe'), known('community')],
    coverage: 'The valley road, against all fire',
    until: daysAgo(-30),
    oral: true,
    sanction: { kind: 'NAGHA', text: 'A fine to the jirga', money: { amountMinor: '50000000', currency: 'PKR' } },
    spoken: { word: 'تیږه', lang: 'ps', script: 'Arab' },
    ...over,
  });

  it('it decides bindingly only with the authority of each party that the decision is about', async () => {
    const { negotiator } = at();
    const spoken = { word: 'واک', lang: 'ps', script: 'Arab' };
    const waak = (fromPartyId: string) => tell('confer-waak', { fromPartyId, scope: 'The pasture', revocable: false, spoken });
    const waakId = await eventOf(waak(known('tribe')));
    shows('S34', await done(tell('announce-jirga-decision', decision())), { '/events/0/type': 'JirgaDecisionAnnounced' });
    await done(waak(known('community')));
    await done(tell('announce-jirga-decision', decision()));
    const state = await negotiator.look('GET', session());
    shows('S34', state, {
      '/state/jirga/decisions/0/standing': 'RECOMMENDED',
      '/state/jirga/decisions/1/standing': 'BINDING',
      '/state/jirga/decisions/1/basis/kind': 'CUSTOMARY',
    });
    shows('S44', state, {
      '/state/jirga/waaks/0/spoken/word': 'واک',
      '/state/jirga/waaks/0/spoken/script': 'Arab',
      '/state/originals/5/text/lang': 'ps',
    });
    shows('S34', await tell('withdraw-waak', { waakId, reason: 'They were not heard.' }), { '/code': 'contact.waak-irrevocable' });
  });

  it('a truce is a stone with a name, runs until its end, and ends once', async () => {
    const truceId = await eventOf(tell('declare-truce', truce()));
    const path = `/v1/boards/agreement-state?initiativeId=${known('initiative')}`;
    const truces = (row: Record<string, unknown> | undefined) => row?.['truces'] as { running: unknown[]; ended: number } | undefined;
    const running = await board(at().focal.look, path, ([row]) => truces(row)?.running.length === 1);
    shows('S34', running, {
      '/rows/0/truces/running/0/form': 'TEEGA',
      '/rows/0/truces/running/0/declaration': 'BILATERAL',
      '/rows/0/truces/running/0/coverage': 'The valley road, against all fire',
    });
    shows('S44', await at().negotiator.look('GET', session()), { '/state/jirga/truces/0/spoken/word': 'تیږه' });
    const left = { partyId: known('tribe'), custodianId: known('elder'), truceId };
    const items = [{ kind: 'MONEY', description: 'In notes', money: { amountMinor: '100000000', currency: 'PKR' } }];
    const depositId = await eventOf(tell('lodge-security-deposit', { ...left, items }));
    await done(tell('forfeit-security-deposit', { depositId, toPartyId: known('community'), reason: 'Shots were fired.' }));
    shows('S34', await tell('return-security-deposit', { depositId }), { '/code': 'contact.deposit-settled' });
    await done(tell('end-truce', { truceId, reason: 'Shots were fired.' }));
    shows('S34', await tell('end-truce', { truceId, reason: 'Shots were fired.' }), { '/code': 'contact.truce-over' });
    const over = await board(at().focal.look, path, ([row]) => truces(row)?.ended === 1);
    shows('S34', over, { '/rows/0/truces/running': [], '/rows/0/truces/ended': 1 });
  });

  it('peace is sought and accepted under the name that it has', async () => {
    const seeking = { form: 'NANAWATAI', byPartyId: known('tribe'), ofPartyId: known('community') };
    const soughtId = await eventOf(tell('seek-reconciliation', seeking));
    await done(tell('accept-reconciliation', { soughtId, outcome: 'ROGHA' }));
    shows('S34', await at().negotiator.look('GET', session()), {
      '/state/jirga/reconciliations/0/form': 'NANAWATAI',
      '/state/jirga/reconciliations/0/accepted/outcome': 'ROGHA',
    });
  });

  it('what binds the province, or is done with a listed party, is accepted and marked', async () => {
    const ours = await done(tell('declare-truce', truce({ partyIds: [known('province'), known('tribe')] })));
    shows('INV-10 INV-50', ours, { '/events/0/type': 'TruceDeclared', '/deviations': ['OUTSIDE_MANDATE'] });
    const listed = await done(tell('declare-truce', truce({ partyIds: [known('tribe'), known('group')] })));
    shows('S11 INV-32', listed, { '/events/0/type': 'TruceDeclared', '/deviations': ['UNSANCTIONED'] });
  });
}
