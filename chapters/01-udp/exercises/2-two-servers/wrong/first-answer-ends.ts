// 应得的诊断：first-only
// 看出来的检查：second-first
// 想错的地方：等到一个应答就结束，不管另一个。
import { createSocket } from 'node:dgram';

const [firstPort, secondPort] = process.argv.slice(2, 4).map(Number) as [number, number];
const question = process.argv[4] ?? 'hello';
const host = '127.0.0.1';
const answerTimeoutMs = 1000;

const waiting = new Map([[firstPort, '甲'], [secondPort, '乙']]);
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

socket.on('message', (answer, sender) => {
  const name = waiting.get(sender.port);
  // 找不到名字的有三种：陌生人；已经答过的；地址不对、端口碰巧相同的，另外核对。
  if (name === undefined || sender.address !== host) return;
  settle(sender.port, `${name} ${answer.toString('utf8')}`);
});

for (const port of waiting.keys()) {
  // 寄不出去，也就等不到应答：计时器会替它说。
  socket.send(question, port, host, (error) => {
    if (error) console.error(`问题寄不出去：${error.message}`);
  });
}

const timer = setTimeout(() => {
  process.exitCode = 1;
  for (const [port, name] of waiting) settle(port, `${name} 没有应答`);
}, answerTimeoutMs);

/** 一个服务端有了结果；两个都有了，就把占用的东西都还回去，程序随之结束。 */
function settle(port: number, result: string): void {
  console.log(result);
  waiting.delete(port);
  clearTimeout(timer);
  socket.close();
}
