/** 借一个没有人用的端口，给那些不会自己挑端口的程序。 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

const address = '127.0.0.1';

// 取在临时端口的范围之外（Linux 从 32768 起，macOS 与 Windows 从 49152 起）：
// 这里看过之后要放开，范围之内的随时会被系统分给别的程序。
// 同一个进程不会很快给出同一个端口；同时判题的几个进程，编号往往挨着，
// 乘上一个大的质数，起点就离得远，不会前脚看过、后脚被另一个进程借走。
const [first, last] = [20_000, 32_000];
let next = first + ((process.pid * 7_919) % (last - first));

/** 此刻 UDP 与 TCP 都没有人绑定在 127.0.0.1 上的端口。 */
export async function unusedPort(): Promise<number> {
  for (;;) {
    const port = next;
    next = next < last ? next + 1 : first;
    if ((await udpIsFree(port)) && (await tcpIsFree(port))) return port;
  }
}

async function udpIsFree(port: number): Promise<boolean> {
  const socket = createSocket('udp4').bind(port, address);
  const free = await isBound(once(socket, 'listening'));
  socket.close();
  return free;
}

async function tcpIsFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, address);
  const free = await isBound(once(server, 'listening'));
  server.close();
  return free;
}

async function isBound(listening: Promise<unknown>): Promise<boolean> {
  return listening.then(() => true, () => false);
}
