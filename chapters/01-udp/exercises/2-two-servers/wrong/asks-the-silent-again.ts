// 应得的诊断：asks-again
// 看出来的检查：silent
// 想错的地方：还没有应答的，隔一会儿就再问一次。
import { createSocket } from 'node:dgram';

const host = '127.0.0.1';
const question = process.argv[4] ?? 'hello';
const socket = createSocket('udp4');
const waiting = new Map([
  [Number(process.argv[2]), '甲'],
  [Number(process.argv[3]), '乙'],
]);

function ask(): void {
  for (const port of waiting.keys()) socket.send(question, port, host);
}

function finish(): void {
  clearInterval(again);
  clearTimeout(timer);
  for (const name of waiting.values()) console.log(`${name} 没有应答`);
  if (waiting.size > 0) process.exitCode = 1;
  socket.close();
}

ask();
const again = setInterval(ask, 300);
const timer = setTimeout(finish, 1000);

socket.on('message', (answer, from) => {
  const name = from.address === host ? waiting.get(from.port) : undefined;
  if (name === undefined) return;
  waiting.delete(from.port);
  console.log(`${name} ${answer.toString('utf8')}`);
  if (waiting.size === 0) finish();
});
