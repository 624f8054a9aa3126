import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SeenFine } from '../../tools/check/seen-fine.ts';
import { temporaryFolder } from '../support/files.ts';

test('记下的，下一次还认得；没有记下的不认得', (context) => {
  const folder = temporaryFolder(context);
  const first = new SeenFine('x', '规则一', folder);
  first.add('一段话');
  first.save();
  const second = new SeenFine('x', '规则一', folder);
  expect([second.has('一段话'), second.has('一段话。')]).toEqual([true, false]);
});

test('规则变了，以前看过的不算；换回来，又算', (context) => {
  const folder = temporaryFolder(context);
  const first = new SeenFine('x', '规则一', folder);
  first.add('一段话');
  first.save();
  expect(new SeenFine('x', '规则二', folder).has('一段话')).toBe(false);
  expect(new SeenFine('x', '规则一', folder).has('一段话')).toBe(true);
});

test('没有新的就不写；写完不留草稿', (context) => {
  const folder = temporaryFolder(context);
  const seen = new SeenFine('x', '规则', join(folder, 'cache'));
  seen.save();
  expect(readdirSync(folder)).toEqual([]);
  seen.add('一段话');
  seen.save();
  expect(readdirSync(join(folder, 'cache'))).toEqual([expect.stringMatching(/^x-.*\.txt$/)]);
});

test('写不下：不出错，只是没有记下', (context) => {
  const notFolder = join(temporaryFolder(context, { taken: '' }), 'taken');
  const seen = new SeenFine('x', '规则', notFolder);
  seen.add('一段话');
  seen.save();
  expect(seen.has('一段话')).toBe(true);
  expect(new SeenFine('x', '规则', notFolder).has('一段话')).toBe(false);
});
