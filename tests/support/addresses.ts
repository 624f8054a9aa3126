/** 试地址的几样工具：这台机器有没有 IPv6，一个地址敲不敲得开，一个地址绑不绑得上。 */
import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { TestContext } from 'vitest';
import { skipUnless } from './peers.ts';

/**
 * 查不到的主机名。有一段是空的名字，不会拿去问 DNS，断网的机器上也立刻有结果；
 * Windows 对不合规矩的名字不一定报「没有这个名字」，所以那里用一个合规矩的：`.invalid` 永远没有主人（RFC 6761 第 6.4 节）。
 */
export const unknownHost = process.platform === 'win32' ? 'no-such-host.invalid' : 'no..such.host';
/** 程序该怎样说它。 */
export const unknownHostSaid = new RegExp(`查不到主机名「${unknownHost.replaceAll('.', String.raw`\.`)}」`);

/** 这台机器有没有 IPv6 的回环地址。 */
export function hasIPv6(): boolean {
  return Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === '::1'));
}

/** 需要 IPv6；没有就跳过。 */
export function needsIPv6(context: TestContext): void {
  skipUnless(context, hasIPv6() ? undefined : '这台机器没有 IPv6');
}

/** 只在 Linux 上成立。 */
export function onlyLinux(context: TestContext): void {
  if (process.platform !== 'linux') context.skip('它只在 Linux 上成立');
}

/** 连一次：连上了就读到对方说完，返回它说的；没有连上就返回错误码。 */
export async function knock(port: number, host: string): Promise<string> {
  return new Promise((resolve) => {
    let said = '';
    const socket = connect(port, host);
    socket.setEncoding('utf8').on('data', (text: string) => (said += text));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.once('end', () => resolve(said));
  });
}

/** 监听一次：成了就是服务端，不成就是错误码。测试结束时关上。 */
export async function bindTo(context: TestContext, port: number, host: string, ipv6Only = false): Promise<Server | string> {
  const server = createServer((connection) => connection.end());
  context.onTestFinished(() => {
    server.close();
  });
  server.listen({ port, host, ipv6Only });
  return once(server, 'listening').then(
    () => server,
    (error: NodeJS.ErrnoException) => error.code ?? error.message,
  );
}
