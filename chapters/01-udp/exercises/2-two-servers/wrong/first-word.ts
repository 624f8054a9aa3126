// 应得的诊断：wrong-print
// 看出来的检查：same-text
// 想错的地方：只打印应答的第一个词，空格后面的都丢了。
import { createSocket } from 'node:dgram';

const host = '127.0.0.1';
const question = process.argv[4] ?? 'hello';
const socket = createSocket('udp4');
const waiting = new Map([
  [Number(process.argv[2]), '甲'],
  [Number(process.argv[3]), '乙'],
]);

function finish(): void {
  clearTimeout(timer);
  for (const name of waiting.values()) console.log(`${name} 没有应答`);
  if (waiting.size > 0) process.exitCode = 1;
  socket.close();
}

for (const port of waiting.keys()) socket.send(question, port, host);
const timer = setTimeout(finish, 1000);

socket.on('message', (answer, from) => {
  const name = from.address === host ? waiting.get(from.port) : undefined;
  if (name === undefined) return;
  waiting.delete(from.port);
  const [word] = answer.toString('utf8').split(' ');
  console.log(`${name} ${word}`);
  if (waiting.size === 0) finish();
});
