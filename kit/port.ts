/** 借一个没有人用的端口，给那些不会自己挑端口的程序。 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';

const address = '127.0.0.1';

// 取在临时端口的范围之外（Linux 从 32768 起，macOS 与 Windows 从 49152 起）：
// 这里看过之后要放开，范围之内的随时会被系统分给别的程序。
const [first, last] = [20_000, 32_000];
// 同时判题的几个进程，各占一段，一个进程借的，别的进程不会再借：
// 就算它只是去敲一扇没有人的门，门后也不会忽然站着别人的服务端。
const blockSize = 300;

let block: Promise<number> | undefined;
let borrowed = 0;

/** 此刻 UDP 与 TCP 都没有人绑定在 127.0.0.1 上的端口；这个进程一圈之内不会再借出同一个，别的进程也不会。 */
export async function unusedPort(): Promise<number> {
  const start = await (block ??= claimBlock());
  for (;;) {
    borrowed = (borrowed % (blockSize - 1)) + 1;
    const port = start + borrowed;
    if ((await udpIsFree(port)) && (await tcpIsFree(port))) return port;
  }
}

/** 同上，而且没有留着的连接提到它：要用 `ss` 看这个端口的，只该看见自己的连接。 */
export async function untouchedPort(): Promise<number> {
  for (;;) {
    const port = await unusedPort();
    if (!isRemembered(port)) return port;
  }
}

/** 占下一段：监听它的第一个端口，直到这个进程结束。全都有人占，就从头和别人共用。 */
async function claimBlock(): Promise<number> {
  for (let start = first; start < last; start += blockSize) {
    const sentry = createServer((socket) => socket.destroy()).listen(start, address);
    if (!(await isListening(sentry))) continue;
    sentry.unref();
    return start;
  }
  return first;
}

/**
 * 还有 TCP 连接提到这个端口吗。先送 FIN 的是客户端，TIME-WAIT 就留在它那一头，
 * 服务端的端口照样绑得上，可是 `ss` 里看得见。只有 Linux 有这张表，别的系统上当作没有。
 */
function isRemembered(port: number): boolean {
  const mark = `:${port.toString(16).toUpperCase().padStart(4, '0')} `;
  return ['/proc/net/tcp', '/proc/net/tcp6'].some((file) => existsSync(file) && readFileSync(file, 'latin1').includes(mark));
}

async function udpIsFree(port: number): Promise<boolean> {
  const socket = createSocket('udp4').bind(port, address);
  const free = await once(socket, 'listening').then(() => true, () => false);
  socket.close();
  return free;
}

async function tcpIsFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, address);
  const free = await isListening(server);
  server.close();
  return free;
}

async function isListening(server: Server): Promise<boolean> {
  return once(server, 'listening').then(() => true, () => false);
}
