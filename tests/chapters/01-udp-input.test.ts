import { describe, expect, test, type TestContext } from 'vitest';
import type { Program } from '../../kit/program.ts';
import { expectOneLine, expectSuccess, run } from '../support/programs.ts';
import { largestPayload, needsLargeDatagrams, openMailbox, type Mailbox } from '../support/udp.ts';

/** 测试自己当服务端，看客户端到底寄来了什么。 */
async function clientOf(context: TestContext): Promise<{ server: Mailbox; client: Program }> {
  const server = await openMailbox(context);
  return { server, client: run(context, 'chapters/01-udp/client.ts', [server.port]) };
}

/** 收一个报文，回答「ok」，客户端就该以 0 结束。 */
async function answerOnce({ server, client }: { server: Mailbox; client: Program }): Promise<Buffer> {
  const { bytes, port } = await server.next();
  await server.send('ok', port);
  await client.says('应答：ok\n');
  await expectSuccess(client);
  return bytes;
}

describe.concurrent('01-udp：客户端怎样读那一行', () => {
  const inputs: [string, string, string][] = [
    ['末尾有换行', 'abc\n', 'abc'],
    ['末尾没有换行：半行也算一行', 'abc', 'abc'],
    ['Windows 的换行（CRLF）不算内容', 'abc\r\n', 'abc'],
    ['有好几行：只发第一行', 'first\nsecond\nthird\n', 'first'],
    ['首尾的空格是内容', '  a b  \n', '  a b  '],
    ['只有一个换行：空行', '\n', ''],
  ];
  for (const [title, input, sent] of inputs) {
    test(`管道，${title}`, async (context) => {
      const pair = await clientOf(context);
      pair.client.endInput(input);
      expect((await answerOnce(pair)).toString()).toBe(sent);
    });
  }

  test('汉字的字节被管道切成两块：仍是同一个字', async (context) => {
    const pair = await clientOf(context);
    const bytes = Buffer.from('中文\n');
    await pair.client.says('请输入');
    pair.client.write(bytes.subarray(0, 1));
    pair.client.endInput(bytes.subarray(1));
    expect((await answerOnce(pair)).toString()).toBe('中文');
  });

  test('一行之后管道一直开着：得到应答，客户端照样结束', async (context) => {
    const pair = await clientOf(context);
    pair.client.type('still open');
    expect((await answerOnce(pair)).toString()).toBe('still open');
  });

  test('还没有一行就到了结尾：一行中文，退出码 1', async (context) => {
    const { client } = await clientOf(context);
    client.endInput();
    await expectOneLine(client, /没有读到任何输入/);
  });

  test('刚好 65507 字节：一个报文装得下', async (context) => {
    needsLargeDatagrams(context);
    const pair = await clientOf(context);
    pair.client.endInput('x'.repeat(largestPayload));
    expect((await answerOnce(pair)).length).toBe(largestPayload);
  });

  test('多一个字节就装不下：一行中文，退出码 1', async (context) => {
    const { client } = await clientOf(context);
    client.endInput('x'.repeat(largestPayload + 1));
    await expectOneLine(client, /太长/);
  });
});
