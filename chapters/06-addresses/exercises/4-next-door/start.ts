// 练习 06-addresses/4：不等它失败
// 运行：npx tsx answers/06-addresses/4-next-door.ts 250 127.0.0.1:12001 127.0.0.1:12002
// 检查：npm run learn check 06-addresses/4
// 分得清的系统：Linux、macOS
//
// 现在的程序敲了一扇，非等到它说不开，才去敲下一扇；没有回音的一扇，会让它一直等下去。

import { connect, type Socket } from 'node:net';

const [delayText = '250', ...doors] = process.argv.slice(2);
const delayMs = Number(delayText);

/** 敲一扇门；地址里可以有冒号，端口在最后一个冒号后面。 */
function knock(door: string): Socket {
  const colon = door.lastIndexOf(':');
  return connect({ host: door.slice(0, colon), port: Number(door.slice(colon + 1)) });
}

/** 开了的那一扇：听到 FIN 为止。 */
function listen(socket: Socket, door: string): void {
  console.log(`连上了 ${door}`);
  let said = '';
  socket.setEncoding('utf8').on('data', (text: string) => (said += text));
  socket.once('end', () => console.log(`听到 ${said.trimEnd()}`));
}

function next(index: number): void {
  const door = doors[index];
  if (door === undefined) {
    console.log('都不开');
    process.exitCode = 1;
    return;
  }
  const socket = knock(door);
  // 还没有做：过了 delayMs 还没有结果，就敲下一扇，这一扇接着等。
  void delayMs;
  socket.once('connect', () => listen(socket, door));
  socket.once('error', () => next(index + 1));
}

next(0);
