import { expect, test } from 'vitest';
import { chooseModules } from '../../lab/nodelib/choose.ts';
import { nodeLicense, SUPPORTED_MAJORS, whyUnsupported } from '../../lab/nodelib/take.ts';

test('Node 20、22、24、26 能造实验室；别的版本说一句中文', () => {
  expect(SUPPORTED_MAJORS.map((major) => whyUnsupported(`${major}.1.0`))).toEqual([undefined, undefined, undefined, undefined]);
  expect(whyUnsupported('21.7.3')).toBe('网络实验室要用 Node 20、22、24、26 之一来构建；这里是 21.7.3，所以这次不带实验室。');
});

test('只带网络用得着的模块；许可证跟着走', () => {
  const modules = chooseModules();
  expect(modules).toEqual(expect.arrayContaining(['dgram', 'net', 'readline/promises', 'internal/abort_controller']));
  expect(modules.filter((name) => /^(_?http|_?tls|fs|child_process|crypto)/.test(name))).toEqual([]);
  expect(nodeLicense()).toContain('Node.js');
});
