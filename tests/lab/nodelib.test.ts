import { getSystemErrorMap } from 'node:util';
import { expect, test } from 'vitest';
import { chooseModules, whyNoLab } from '../../lab/nodelib/choose.ts';
import { nodeSurroundings } from '../../lab/process/node-engine.ts';
import { dropUnusedErrors } from '../../lab/nodelib/errors.ts';
import * as errno from '../../lab/kernel/errno.ts';
import { linuxErrors, nodeLicense, SUPPORTED_MAJORS, takeNodeLib, whyUnsupported } from '../../lab/nodelib/take.ts';

test('Node 20、22、24、26 能造实验室；别的版本说一句中文', () => {
  expect(SUPPORTED_MAJORS.map((major) => whyUnsupported(`${major}.1.0`))).toEqual([undefined, undefined, undefined, undefined]);
  expect(whyUnsupported('21.7.3')).toBe('网络实验室要用 Node 20、22、24、26 之一来构建；这里是 21.7.3，所以这次不带实验室。');
});

test('主版本试过，lib 却来要没有的绑定：也只是一句话，网站照样构建', () => {
  expect(whyNoLab()).toBeUndefined();
  const surroundings = nodeSurroundings(1);
  const newer = {
    ...surroundings,
    lib: (id: string) => (id === 'dgram' ? (_exports: unknown, _require: unknown, _module: unknown, _process: unknown, internalBinding: (name: string) => unknown) => internalBinding('quantum_wrap') : surroundings.lib(id)),
  } as typeof surroundings;
  expect(whyNoLab(newer)).toMatch(/^网络实验室在 Node \d+\.\d+\.\d+ 上造不出来（.*没有绑定「quantum_wrap」.*），所以这次不带实验室。$/);
});

test('在 Windows、macOS 上构建：错误码也是内核用的那一套，名字和说明照旧', () => {
  const windows = new Map([[-4078, ['ECONNREFUSED', 'connection refused']], [-4095, ['EOF', 'end of file']], [-4094, ['UNKNOWN', 'unknown error']]] as const);
  expect(linuxErrors(windows)).toEqual([[errno.ECONNREFUSED, 'ECONNREFUSED', 'connection refused'], [errno.EOF, 'EOF', 'end of file'], [-4094, 'UNKNOWN', 'unknown error']]);
  const macos = new Map([[-61, ['ECONNREFUSED', '']], [-48, ['EADDRINUSE', '']], [-57, ['ENOTCONN', '']], [-89, ['ECANCELED', '']]] as const);
  expect(linuxErrors(macos).map(([number]) => number)).toEqual([errno.ECONNREFUSED, errno.EADDRINUSE, errno.ENOTCONN, errno.ECANCELED]);
});

test('内核会报的每一个错误，Node 的表里都有', () => {
  const names = linuxErrors(getSystemErrorMap()).map(([number, name]) => `${name} ${number}`);
  expect(names).toEqual(expect.arrayContaining(Object.entries(errno).map(([name, number]) => `${name} ${number}`)));
});

test('绑定里我们自己也用的常数，与照抄来的相同', () => {
  expect(takeNodeLib().data.bindings).toMatchObject({
    cares_wrap: { DNS_ORDER_IPV4_FIRST: 1, DNS_ORDER_IPV6_FIRST: 2 },
    stream_wrap: { kReadBytesOrError: 0, kArrayBufferOffset: 1, kBytesWritten: 2, kLastWriteWasAsync: 3 },
    tcp_wrap: { constants: { UV_TCP_IPV6ONLY: 1 } },
    udp_wrap: { constants: { UV_UDP_IPV6ONLY: 1, UV_UDP_REUSEADDR: 4 } },
  });
});

test('只带网络用得着的模块；许可证跟着走', () => {
  const modules = chooseModules();
  expect(modules).toEqual(expect.arrayContaining(['dgram', 'net', 'readline/promises', 'internal/abort_controller']));
  expect(modules.filter((name) => /^(_?http|_?tls|fs|child_process|crypto)/.test(name))).toEqual([]);
  expect(nodeLicense()).toContain('Node.js');
});

test('没有人用的错误不带；用到的，和它们提到的，都在', () => {
  const source = "const codes = {};\nE('ERR_A', 'a', Error);\nE('ERR_B', (x) => { return new codes.ERR_C(x); }, Error);\nE('ERR_C', 'c', Error);\nE('ERR_AB', 'ab', Error);\nmodule.exports = { codes };\n";
  const slim = dropUnusedErrors(source, ['throw new ERR_B();', 'other.ERR_ABC']);
  expect(slim.match(/ERR_\w+/g)).toEqual(['ERR_B', 'ERR_C', 'ERR_C']);
  expect(slim).toContain('module.exports');
});

test('Node 自己的错误表：去掉的比留下的多；各个模块用到的一个不少', () => {
  const { sources } = takeNodeLib();
  const whole = sources['internal/errors']!;
  const users = chooseModules().filter((id) => id !== 'internal/errors').map((id) => sources[id]!);
  const defined = (text: string): string[] => [...text.matchAll(/^E\('(\w+)'/gm)].map(([, code]) => code!);
  const kept = defined(dropUnusedErrors(whole, users));
  const used = new Set(users.flatMap((text) => text.match(/ERR_\w+/g) ?? []));
  expect(defined(whole).filter((code) => used.has(code) && !kept.includes(code))).toEqual([]);
  expect(kept.length).toBeLessThan(defined(whole).length / 2);
});
