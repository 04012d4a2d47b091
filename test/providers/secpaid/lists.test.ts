import { describe, expect, test } from 'vitest';
import { dataOf, itemsOf } from './replies.js';
import { createStage, providerUrl } from './stage.js';

describe('getMyUnusedLinks', () => {
  test('lists unused links as the documented items, newest first', () => {
    const stage = createStage();
    stage.create({ recipient_note: 'first', amount: 7 });
    stage.create({ recipient_note: 'second' });
    const answer = stage.call('getMyUnusedLinks');
    expect(answer.body).toMatchObject({ ResponseCode: 1, ResponseMsg: 'List retrived successfully', Result: 'True' });
    const payLink = `${providerUrl}/payment?link_id=NTAwMDE=`;
    expect(itemsOf(answer).map((item) => item.linktopay_id)).toEqual(['50002', '50001']);
    expect(JSON.stringify(itemsOf(answer)[1])).toBe(
      JSON.stringify({
        linktopay_id: '50001',
        user_id: stage.account.keys.userId,
        recipient_note: 'first',
        amount: '7.00',
        is_cancelled: 'No',
        recipients: null,
        is_split_link: 'false',
        pay_link: payLink,
        qr_img: `https://quickchart.io/chart?chl=${payLink}&chs=300x300&cht=qr`,
        transaction_type: 'Basic',
      }),
    );
  });

  test('shows cancelled links as such, and neither paid nor deleted ones', () => {
    const stage = createStage();
    const [cancelled, paid, deleted] = [stage.create(), stage.create(), stage.create()];
    stage.act(cancelled, { action: 'cancel' });
    stage.act(paid, { action: 'pay' });
    stage.call('deleteLink', { link_id: deleted.id });
    expect(itemsOf(stage.call('getMyUnusedLinks')).map((item) => [item.linktopay_id, item.is_cancelled])).toEqual([
      [cancelled.id, 'Yes'],
    ]);
    expect(itemsOf(stage.call('getMyUsedLinks')).map((item) => item.linktopay_id)).toEqual([paid.id]);
  });

  test('names split and QR links', () => {
    const stage = createStage();
    stage.create({ is_qr_link: 'true' });
    stage.create({ recipients: [{ token: 'shop-b', share: 10 }], is_qr_link: true }, 'createSplitLink');
    const items = itemsOf(stage.call('getMyUnusedLinks'));
    expect(items[0]).toMatchObject({
      transaction_type: 'Split',
      is_split_link: 'true',
      recipients: '[{"token":"shop-b","share":10}]',
    });
    expect(items[1]).toMatchObject({ transaction_type: 'Personal QR', is_split_link: 'false', recipients: null });
  });

  test('searches the note, and counts ten unless told otherwise', () => {
    const stage = createStage();
    for (let count = 1; count <= 12; count++) stage.create({ recipient_note: `Order ${count}` });
    const count = (params: Record<string, string | number | boolean>) => itemsOf(stage.call('getMyUnusedLinks', params)).length;
    expect(count({})).toBe(10);
    expect(count({ limit: 3 })).toBe(3);
    expect(count({ limit: '11' })).toBe(11);
    expect(count({ limit: 10_000 })).toBe(12);
    for (const limit of [0, -1, 'abc', 2.5, true]) expect(count({ limit }), String(limit)).toBe(10);
    expect(count({ search: 'order 12' })).toBe(1);
    expect(count({ search: 12 })).toBe(1);
    expect(count({ search: 'nothing' })).toBe(0);
    expect(stage.call('getMyUnusedLinks', { search: ['x'] }).body.ResponseMsg).toBe('Invalid search');
  });

  test('spells its message as configured', () => {
    expect(createStage({ listMessage: 'List retrieved successfully' }).call('getMyUnusedLinks').body.ResponseMsg).toBe(
      'List retrieved successfully',
    );
  });
});

describe('getMyUsedLinks', () => {
  test('lists paid links with the time of payment and without their pay page', () => {
    const stage = createStage();
    const payment = stage.create({ recipient_note: 'Order 1' });
    stage.advance(88_000);
    stage.act(payment, { action: 'pay' });
    expect(JSON.stringify(itemsOf(stage.call('getMyUsedLinks')))).toBe(
      JSON.stringify([
        {
          linktopay_id: '50001',
          user_id: stage.account.keys.userId,
          recipient_note: 'Order 1',
          amount: '42.50',
          is_cancelled: 'No',
          recipients: null,
          is_split_link: 'false',
          paid_on: '2026-03-04 10:12:40',
          transaction_type: 'Basic',
        },
      ]),
    );
  });

  test('holds links whose bank transfer is still on its way', () => {
    const stage = createStage();
    stage.act(stage.create(), { action: 'pay', method: 'bank-transfer' });
    expect(itemsOf(stage.call('getMyUsedLinks'))).toHaveLength(1);
  });
});

describe('deleteLink', () => {
  test('deletes an unused link for good, without telling anybody', () => {
    const stage = createStage({ paymentEndpoints: ['http://localhost/hook'], callbackUrls: ['http://localhost/back'] });
    const payment = stage.create();
    const answer = stage.call('deleteLink', { link_id: 50001 });
    expect(answer.body).toEqual({
      ResponseCode: 1,
      ResponseMsg: 'Link has been deleted successfully',
      Result: 'True',
      ServerTime: 'CEST',
    });
    expect(payment).toMatchObject({ status: 'Deleted', outcome: 'deleted' });
    expect([stage.eventsOf(payment), stage.happened.redirects]).toEqual([[], []]);
    expect(stage.call('deleteLink', { link_id: 50001 }).body.ResponseMsg).toBe('Invalid link ID');
  });

  test.each([
    [{}, 400, 'Please enter link_id'],
    [{ link_id: '' }, 400, 'Please enter link_id'],
    [{ link_id: null }, 400, 'Please enter link_id'],
    [{ link_id: 999 }, 404, 'Invalid link ID'],
    [{ link_id: 'NTAwMDE=' }, 404, 'Invalid link ID'],
    [{ link_id: -1 }, 404, 'Invalid link ID'],
    [{ link_id: 50001.5 }, 404, 'Invalid link ID'],
    [{ link_id: [50001] }, 404, 'Invalid link ID'],
    [{ link_id: '__proto__' }, 404, 'Invalid link ID'],
  ])('refuses %j with %i %s', (params, status, message) => {
    const stage = createStage();
    stage.create();
    const answer = stage.call('deleteLink', params);
    expect([answer.status, answer.body.ResponseMsg]).toEqual([status, message]);
  });

  test('refuses links that are used or cancelled', () => {
    const stage = createStage();
    const [used, cancelled] = [stage.create(), stage.create()];
    stage.act(used, { action: 'pay' });
    stage.act(cancelled, { action: 'cancel' });
    const refuse = (id: string) => {
      const { status, body } = stage.call('deleteLink', { link_id: id });
      return [status, body.ResponseMsg];
    };
    expect(refuse(used.id)).toEqual([400, 'This link is already used']);
    expect(refuse(cancelled.id)).toEqual([400, 'Invalid link ID']);
  });

  test('says Link not found where the overview pages are followed', () => {
    expect(createStage({ errorTexts: 'overview-pages' }).call('deleteLink', { link_id: 1 }).body.ResponseMsg).toBe(
      'Link not found',
    );
  });

  test('answers refusals with 200 under always200', () => {
    const answer = createStage({ errorHttpStatus: 'always200' }).call('deleteLink', { link_id: 1 });
    expect([answer.status, answer.body.ResponseCode]).toEqual([200, 0]);
  });

  test('frees no number: the next link gets a new one', () => {
    const stage = createStage();
    stage.create();
    stage.call('deleteLink', { link_id: '50001' });
    expect(dataOf(stage.call('createLink', { amount: 1 })).id).toBe(50002);
  });
});
