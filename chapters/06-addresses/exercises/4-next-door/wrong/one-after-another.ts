// 应得的诊断：waits-for-failure
// 看出来的检查：silent-first
// 想错的地方：以为没有回音的门，很快就会说不开。
// 分得清的系统：Linux、macOS
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

void delayMs;
for (const door of doors) {
  const socket = knock(door);
  const opened = await new Promise<boolean>((resolve) => {
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
  });
  if (opened) {
    listen(socket, door);
    break;
  }
  if (door === doors.at(-1)) {
    console.log('都不开');
    process.exitCode = 1;
  }
}
